#include "match/image_writer.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <unordered_map>

#include "match/code_table.hpp"
#include "match/image_records.hpp"
#include "match/text_index.hpp"

namespace tapcensus {
namespace {

std::string describe(const RuleDraft& rule) {
  if (rule.codes) return "table " + rule.codes_files;
  constexpr std::array<std::string_view, 3> kWords{"is", "matches", "domain"};
  std::string text{kWords[static_cast<std::size_t>(rule.matcher)]};
  for (const PlacedText& value : rule.values) {
    text += &value == &rule.values.front() ? " " : ", ";
    text += rule.matcher == Matcher::domain ? value.text : "'" + value.text + "'";
  }
  return text;
}

// All that decides what the rule reads out of a text.
std::string describe_captures(const RuleDraft& rule) {
  if (!rule.model && !rule.os_version && !rule.codes) return {};
  std::string text = rule.codes_digests + '\0' + (rule.model ? rule.model->text() : std::string{}) +
                     '\0' + (rule.os_version ? rule.os_version->text() : std::string{});
  for (const PlacedText& value : rule.values) text += '\0' + value.text;
  return text;
}

// The sections, as they grow.
class Sections {
 public:
  template <class T>
  std::uint32_t add(Section which, const T& record) {
    return add_all(which, std::span<const T>{&record, 1}).first;
  }
  template <class T>
  Part add_all(Section which, std::span<const T> records) {
    static_assert(std::is_trivially_copyable_v<T>);
    std::string& section = at(which);
    const Part part{static_cast<std::uint32_t>(section.size() / sizeof(T)),
                    static_cast<std::uint32_t>(records.size())};
    section.append(reinterpret_cast<const char*>(records.data()), records.size_bytes());
    return part;
  }

  TextAt text(std::string_view text) {
    if (text.empty()) return {};
    const Part part = add_all(Section::texts, std::span{text});
    return {part.first, part.count};
  }
  // The same text again where it has been written before.
  TextAt shared(const std::string& text) {
    const auto [known, fresh] = shared_.try_emplace(text);
    if (fresh) known->second = this->text(text);
    return known->second;
  }
  template <class Texts, class TextOf>
  Part references(const Texts& texts, TextOf&& text_of) {
    std::vector<TextAt> all;
    for (const auto& text : texts) all.push_back(this->text(text_of(text)));
    return add_all(Section::references, std::span<const TextAt>{all});
  }
  Part references(const std::vector<std::string>& texts) {
    return references(texts, [](const std::string& text) { return std::string_view{text}; });
  }

  // Keeps the database's distance from a multiple of 64, on which its inside depends.
  Part database(std::span<const std::byte> bytes) {
    std::string& section = at(Section::databases);
    const auto distance = reinterpret_cast<std::uintptr_t>(bytes.data()) % RuleImage::kAlignment;
    while (section.size() % RuleImage::kAlignment != distance) section += '\0';
    return add_all(Section::databases, bytes);
  }

  RuleImage join() { return RuleImage::join(sections_); }

 private:
  std::string& at(Section which) { return sections_[static_cast<std::size_t>(which)]; }

  std::array<std::string, kSections> sections_;
  std::unordered_map<std::string, TextAt> shared_;
};

class Writer {
 public:
  explicit Writer(const Mistakes& places) : places_{places} {}

  void add(const RuleFiles& files) {
    const TextAt version = out_.text(files.version);
    out_.add(Section::set, SetRecord{version, files.read_from_ns});
    for (const Input& input : files.inputs) {
      const TextAt path = out_.text(input.path);
      const TextAt digest = out_.text(input.digest);
      out_.add(Section::inputs, InputRecord{path, digest, input.kind, 0, input.stamp});
    }
    for (const PackHead& pack : files.packs) {
      const TextAt name = out_.text(pack.name);
      const TextAt version_of_it = out_.text(pack.version);
      const TextAt licence = out_.text(pack.licence);
      out_.add(Section::packs, PackRecord{name, version_of_it, licence, out_.text(pack.source)});
    }
    add(files.taxonomy);
  }

  void add(RuleDraft& rule) {
    RuleRecord record = begin(rule);
    record.captures = out_.text(describe_captures(rule));
    record.matcher = out_.text(describe(rule));
    record.signature = out_.text(rule.signature.id);
    record.category = out_.shared(rule.signature.category);
    record.severity = out_.shared(rule.signature.severity);
    record.application = out_.shared(rule.application);
    record.examples = out_.references(rule.examples);
    record.counterexamples = out_.references(rule.counterexamples);
    record.table = rule.codes != nullptr;
    record.list = {number_of_list(rule), rule.silent()};
    const std::uint32_t number = out_.add(Section::rules, record);
    if (is_payload(rule.field)) out_.add(Section::hints, HintRecord{number, rule.hint});
    if (rule.matcher == Matcher::matches) {
      add_reader(number, rule);
      return;
    }
    auto& entries = rule.matcher == Matcher::is ? exact_ : domains_;
    for (PlacedText& value : rule.values) {
      entries.push_back({rule.field, std::move(value.text), RuleId{number}});
    }
  }

  void add(TableDraft& table) {
    RuleRecord record = begin(table);
    record.matcher = out_.shared("table " + table.file);
    record.table = 1;
    const std::uint32_t number = out_.add(Section::rules, record);
    for (std::string& key : table.keys) {
      exact_.push_back({table.field, std::move(key), RuleId{number}});
    }
  }

  void add(Field field, const CompiledField& compiled) {
    if (!compiled.database) return;
    std::vector<ExpressionRecord> expressions;
    for (const auto& [rule, anchored] : compiled.expressions) {
      expressions.push_back({static_cast<std::uint32_t>(rule), anchored});
    }
    const Part part = out_.add_all<ExpressionRecord>(Section::expressions, expressions);
    const Part database = out_.database(memory_of(compiled.database.get()));
    out_.add(Section::fields, FieldRecord{static_cast<std::uint32_t>(field), part, database});
  }

  RuleImage finish() {
    add(Section::exact_slots, Section::exact_texts, Section::exact_rules, exact_);
    add(Section::domain_slots, Section::domain_texts, Section::domain_rules, domains_);
    return out_.join();
  }

 private:
  template <class Draft>
  RuleRecord begin(const Draft& draft) {
    RuleRecord record{};
    record.id = out_.text(draft.id);
    record.place = out_.shared(places_.name_of(draft.place));
    record.claim = claim_of(draft.device);
    record.field = draft.field;
    record.weight = draft.weight;
    record.pack = draft.pack;
    return record;
  }

  std::uint8_t number_of_list(const RuleDraft& rule) {
    if (rule.list.empty()) return 0;
    const auto next = static_cast<std::uint8_t>(lists_.size() + 1);
    return lists_.try_emplace({rule.pack, rule.list}, next).first->second;
  }

  std::uint32_t claim_of(const NamedClaim& device) {
    std::array<std::vector<std::uint32_t>, kLevels> levels;
    for (std::size_t level = 0; level < kLevels; ++level) {
      for (const PlacedText& name : device.levels[level]) {
        levels[level].push_back(name_of(name.text));
      }
    }
    const auto [known, fresh] = claims_.try_emplace(levels);
    if (fresh) {
      ClaimRecord record;
      for (std::size_t level = 0; level < kLevels; ++level) {
        record.levels[level] = out_.add_all<std::uint32_t>(Section::name_numbers, levels[level]);
      }
      known->second = out_.add(Section::claims, record);
    }
    return known->second;
  }

  std::uint32_t name_of(const std::string& name) {
    const auto [known, fresh] = names_.try_emplace(name);
    if (fresh) known->second = out_.add(Section::names, out_.shared(name));
    return known->second;
  }

  void add_reader(std::uint32_t number, const RuleDraft& rule) {
    if (!rule.codes && !rule.model && !rule.os_version) return;
    const Part expressions = out_.references(
        rule.values, [](const PlacedText& value) { return std::string_view{value.text}; });
    if (rule.codes) {
      out_.add(Section::codes, CodesRecord{number, expressions, lists_of(*rule.codes)});
      return;
    }
    const TextAt model = rule.model ? out_.text(rule.model->text()) : TextAt{};
    const TextAt os_version = rule.os_version ? out_.text(rule.os_version->text()) : TextAt{};
    out_.add(Section::captures, CapturesRecord{number, expressions, model, os_version});
  }

  Part lists_of(const CodeTable& table) {
    std::vector<std::uint32_t> numbers;
    for (const auto& list : table.lists()) numbers.push_back(number_of(*list));
    return out_.add_all<std::uint32_t>(Section::code_uses, numbers);
  }

  // Several tables may share a list.
  std::uint32_t number_of(const CodeList& list) {
    const auto [known, fresh] = code_lists_.try_emplace(&list);
    if (fresh) {
      CodeListRecord record{};
      record.text = out_.add_all(Section::code_texts, std::span{list.text()});
      record.slots = out_.add_all(Section::code_slots, list.slots());
      for (const CodeList::Column column : list.columns()) {
        record.columns[record.column_count++] = static_cast<std::uint8_t>(column);
      }
      record.beginnings = list.kinds().beginnings;
      record.first_words = list.kinds().first_words;
      record.schemes = list.kinds().schemes;
      known->second = out_.add(Section::code_lists, record);
    }
    return known->second;
  }

  void add(Section slots, Section texts, Section rules, std::vector<TextIndex::Entry>& entries) {
    const TextIndex::Layout layout = TextIndex::lay_out(std::move(entries));
    out_.add_all<TextIndex::Slot>(slots, layout.slots);
    out_.add_all(texts, std::span{std::string_view{layout.texts}});
    out_.add_all<RuleId>(rules, layout.rules);
  }

  void add(const Taxonomy& taxonomy) {
    for (const auto& [name, vendor] : taxonomy.vendors) {
      const TextAt text = out_.shared(name);
      const TextAt country = out_.shared(vendor.country);
      out_.add(Section::vendors, VendorRecord{text, country, out_.shared(vendor.parent)});
    }
    for (const auto& [name, family] : taxonomy.families) {
      const TextAt text = out_.shared(name);
      const TextAt vendor = out_.shared(family.vendor);
      const TextAt type = out_.shared(family.type);
      out_.add(Section::families, FamilyRecord{text, vendor, type, out_.shared(family.os)});
    }
    for (const auto& [name, model] : taxonomy.models) {
      const TextAt text = out_.shared(name);
      out_.add(Section::models, ModelRecord{text, out_.shared(model.family)});
    }
    for (const auto& [name, system] : taxonomy.systems) {
      const TextAt text = out_.shared(name);
      const TextAt vendor = out_.shared(system.vendor);
      const TextAt kernel = out_.shared(system.kernel);
      const TextAt kind_of = out_.shared(system.kind_of);
      const Part versions = out_.references(system.versions);
      out_.add(Section::systems,
               SystemRecord{text, vendor, kernel, kind_of, versions, releases_of(system)});
    }
    for (const auto& [name, application] : taxonomy.applications) {
      const TextAt text = out_.shared(name);
      out_.add(Section::applications,
               ApplicationRecord{text, out_.shared(application.covers), application.pretends});
    }
  }

  Part releases_of(const System& system) {
    const auto days = [](std::chrono::sys_days day) {
      return static_cast<std::int32_t>(day.time_since_epoch().count());
    };
    std::vector<ReleaseRecord> records;
    for (const auto& [version, release] : system.releases) {
      records.push_back({out_.shared(version), days(release.released),
                         release.supported_until ? days(*release.supported_until) : kNoDay});
    }
    return out_.add_all<ReleaseRecord>(Section::releases, records);
  }

  const Mistakes& places_;
  Sections out_;
  std::map<std::array<std::vector<std::uint32_t>, kLevels>, std::uint32_t> claims_;
  std::map<std::pair<std::uint8_t, std::string>, std::uint8_t> lists_;
  std::unordered_map<std::string, std::uint32_t> names_;
  std::unordered_map<const CodeList*, std::uint32_t> code_lists_;
  std::vector<TextIndex::Entry> exact_, domains_;
};

}  // namespace

RuleImage write_image(RuleFiles files, const CompiledFields& compiled, const Mistakes& names) {
  Writer writer{names};
  writer.add(files);
  for (RuleDraft& rule : files.rules) writer.add(rule);
  for (TableDraft& table : files.tables) writer.add(table);
  for (std::size_t i = 0; i < kFields; ++i) writer.add(static_cast<Field>(i), compiled[i]);
  return writer.finish();
}

}  // namespace tapcensus
