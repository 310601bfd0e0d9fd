#include "match/image_reader.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

#include "match/image_records.hpp"

namespace tapcensus {
namespace {

std::vector<std::string> texts_of(const RuleImage& image, Part part) {
  std::vector<std::string> texts;
  for (const TextAt at : RuleImage::part(image.section<TextAt>(Section::references), part)) {
    texts.emplace_back(image.text(at));
  }
  return texts;
}

std::optional<CaptureTemplate> template_of(const RuleImage& image, TextAt at) {
  const std::string_view text = image.text(at);
  if (text.empty()) return std::nullopt;
  auto read = CaptureTemplate::read(text);
  return read ? std::optional{std::move(*read)} : std::nullopt;
}

std::optional<CodeList> code_list_of(const RuleImage& image, const CodeListRecord& record) {
  std::vector<CodeList::Column> columns;
  for (std::size_t i = 0; i < record.columns.size() && i < record.column_count; ++i) {
    if (record.columns[i] >= CodeList::kColumnNames.size()) return std::nullopt;
    columns.push_back(static_cast<CodeList::Column>(record.columns[i]));
  }
  const auto text = RuleImage::part(image.section<char>(Section::code_texts), record.text);
  return CodeList::over(
      {text.data(), text.size()},
      RuleImage::part(image.section<CodeList::Slot>(Section::code_slots), record.slots),
      std::move(columns), {record.beginnings != 0, record.first_words != 0, record.schemes != 0});
}

std::map<std::string, Release, std::less<>> releases_of(const RuleImage& image, Part part) {
  using Days = std::chrono::sys_days;
  const auto day = [](std::int32_t days) { return Days{std::chrono::days{days}}; };
  std::map<std::string, Release, std::less<>> releases;
  for (const ReleaseRecord& record :
       RuleImage::part(image.section<ReleaseRecord>(Section::releases), part)) {
    Release release{day(record.released), std::nullopt};
    if (record.supported_until != kNoDay) release.supported_until = day(record.supported_until);
    releases.emplace(image.text(record.version), release);
  }
  return releases;
}

// Reads part by part; each answers whether what it found is sound.
class Reader {
 public:
  explicit Reader(RuleSet::Parts& parts)
      : parts_{parts},
        image_{parts.image},
        rules_{image_.section<RuleRecord>(Section::rules).size()} {}

  bool read() {
    const auto set = image_.section<SetRecord>(Section::set);
    if (set.size() != 1 || !are_rules_sound()) return false;
    parts_.version = image_.text(set.front().version);
    read_packs();
    return read_texts(parts_.texts, Section::exact_slots, Section::exact_texts,
                      Section::exact_rules) &&
           read_texts(parts_.domains, Section::domain_slots, Section::domain_texts,
                      Section::domain_rules) &&
           read_fields() && read_codes() && find_captures();
  }

 private:
  bool is_rule(std::uint32_t number) const { return number < rules_; }

  bool are_rules_sound() const {
    const std::size_t claims = image_.section<ClaimRecord>(Section::claims).size();
    const std::size_t names = image_.section<TextAt>(Section::names).size();
    const std::size_t packs = image_.section<PackRecord>(Section::packs).size();
    return std::ranges::all_of(image_.section<RuleRecord>(Section::rules),
                               [&](const RuleRecord& rule) {
                                 return rule.claim < claims && rule.pack < packs &&
                                        rule.list.list <= kMostListsInAll &&
                                        static_cast<std::size_t>(rule.field) < kFields;
                               }) &&
           std::ranges::all_of(image_.section<std::uint32_t>(Section::name_numbers),
                               [&](std::uint32_t name) { return name < names; });
  }

  void read_packs() {
    for (const PackRecord& pack : image_.section<PackRecord>(Section::packs)) {
      const auto text = [&](TextAt at) { return std::string{image_.text(at)}; };
      parts_.packs.push_back(
          {text(pack.name), text(pack.version), text(pack.licence), text(pack.source)});
    }
    if (parts_.packs.size() < 2) return;
    for (const RuleRecord& rule : image_.section<RuleRecord>(Section::rules)) {
      parts_.speeches.push_back(speech_of(rule));
    }
  }

  Speech speech_of(const RuleRecord& rule) const {
    const ClaimRecord& claim = image_.section<ClaimRecord>(Section::claims)[rule.claim];
    const auto any = [&](std::initializer_list<Level> levels) {
      return std::ranges::any_of(
          levels, [&](Level l) { return claim.levels[static_cast<std::size_t>(l)].count > 0; });
    };
    return {.packs = rule.pack != 0,
            .device = any({Level::vendor, Level::family, Level::model, Level::type}),
            .system = any({Level::os, Level::os_version})};
  }

  bool read_texts(TextIndex& index, Section slots, Section texts, Section rules) {
    const auto numbers = image_.section<RuleId>(rules);
    if (!std::ranges::all_of(
            numbers, [&](RuleId rule) { return is_rule(static_cast<std::uint32_t>(rule)); })) {
      return false;
    }
    auto read = TextIndex::over(image_.section<TextIndex::Slot>(slots), image_.text_of(texts),
                                {numbers.begin(), numbers.end()});
    if (read) index = std::move(*read);
    return read.has_value();
  }

  bool read_fields() {
    const auto records = image_.section<FieldRecord>(Section::fields);
    return std::ranges::all_of(records, [&](const FieldRecord& field) { return read(field); });
  }

  bool read(const FieldRecord& record) {
    const auto expressions =
        RuleImage::part(image_.section<ExpressionRecord>(Section::expressions), record.expressions);
    const hs_database* const database = database_in(
        RuleImage::part(image_.section<std::byte>(Section::databases), record.database));
    if (database == nullptr || record.field >= kFields || expressions.empty()) return false;
    for (const ExpressionRecord& expression : expressions) {
      if (!is_rule(expression.rule)) return false;
    }
    const auto field = static_cast<Field>(record.field);
    if (is_payload(field)) {
      read_payload(field == Field::payload_tcp ? parts_.stream_rules : parts_.datagram_rules,
                   expressions);
      (field == Field::payload_tcp ? parts_.stream_rules : parts_.datagram_rules).database =
          database;
      return true;
    }
    FieldPatterns& patterns = parts_.patterns[record.field];
    patterns.database = database;
    const auto rules = image_.section<RuleRecord>(Section::rules);
    const bool lists = std::ranges::any_of(expressions, [&](const ExpressionRecord& expression) {
      return rules[expression.rule].list.list != 0;
    });
    for (const ExpressionRecord& expression : expressions) {
      patterns.rules.push_back(RuleId{expression.rule});
      if (lists) patterns.lists.push_back(rules[expression.rule].list);
    }
    return true;
  }

  // Expressions stand in the order of their rules.
  void read_payload(PayloadRules& payload, std::span<const ExpressionRecord> expressions) {
    const auto rules = image_.section<RuleRecord>(Section::rules);
    const auto hints = image_.section<HintRecord>(Section::hints);
    for (const ExpressionRecord& expression : expressions) {
      const RuleId id{expression.rule};
      if (payload.rules.empty() || payload.rules.back().id != id) {
        const auto hint = std::ranges::find(hints, expression.rule, &HintRecord::rule);
        payload.rules.push_back({id, rules[expression.rule].signature.size != 0,
                                 hint == hints.end() ? PayloadHint{} : hint->hint});
      }
      payload.expressions.push_back(
          {static_cast<std::uint32_t>(payload.rules.size() - 1), expression.anchored != 0});
    }
  }

  bool read_codes() {
    std::vector<std::shared_ptr<const CodeList>> lists;
    for (const CodeListRecord& record : image_.section<CodeListRecord>(Section::code_lists)) {
      auto list = code_list_of(image_, record);
      if (!list) return false;
      lists.push_back(std::make_shared<const CodeList>(std::move(*list)));
    }
    for (const CodesRecord& codes : image_.section<CodesRecord>(Section::codes)) {
      std::vector<std::shared_ptr<const CodeList>> of_table;
      for (const std::uint32_t list :
           RuleImage::part(image_.section<std::uint32_t>(Section::code_uses), codes.lists)) {
        if (list >= lists.size()) return false;
        of_table.push_back(lists[list]);
      }
      if (!is_rule(codes.rule)) return false;
      const Field field = image_.section<RuleRecord>(Section::rules)[codes.rule].field;
      parts_.codes.emplace(
          RuleId{codes.rule},
          CodeReader{texts_of(image_, codes.expressions), CodeTable{std::move(of_table)},
                     is_own_name(field) ? Hyphens::are_blanks : Hyphens::are_signs});
    }
    return true;
  }

  bool find_captures() {
    const auto records = image_.section<CapturesRecord>(Section::captures);
    for (std::size_t at = 0; at < records.size(); ++at) {
      if (!is_rule(records[at].rule)) return false;
      parts_.captures.emplace(RuleId{records[at].rule}, LateCaptures{at});
    }
    return true;
  }

  RuleSet::Parts& parts_;
  const RuleImage& image_;
  const std::size_t rules_;
};

}  // namespace

std::unique_ptr<RuleSet::Parts> read_parts(RuleImage image) {
  auto parts = std::make_unique<RuleSet::Parts>(std::move(image));
  return Reader{*parts}.read() ? std::move(parts) : nullptr;
}

Taxonomy read_taxonomy(const RuleImage& image) {
  const auto text = [&](TextAt at) { return std::string{image.text(at)}; };
  Taxonomy taxonomy;
  // In the order in which they were written, so each goes to the end.
  for (const auto& [name, country, parent] : image.section<VendorRecord>(Section::vendors)) {
    taxonomy.vendors.emplace_hint(taxonomy.vendors.end(), text(name),
                                  Vendor{text(country), text(parent)});
  }
  for (const auto& [name, vendor, type, os] : image.section<FamilyRecord>(Section::families)) {
    taxonomy.families.emplace_hint(taxonomy.families.end(), text(name),
                                   Family{text(vendor), text(type), text(os)});
  }
  for (const auto& [name, family] : image.section<ModelRecord>(Section::models)) {
    taxonomy.models.emplace_hint(taxonomy.models.end(), text(name), Model{text(family)});
  }
  for (const SystemRecord& system : image.section<SystemRecord>(Section::systems)) {
    taxonomy.systems.emplace_hint(
        taxonomy.systems.end(), text(system.name),
        System{text(system.vendor), texts_of(image, system.versions),
               releases_of(image, system.releases), text(system.kernel), text(system.kind_of)});
  }
  for (const ApplicationRecord& record : image.section<ApplicationRecord>(Section::applications)) {
    taxonomy.applications.emplace_hint(taxonomy.applications.end(), text(record.name),
                                       Application{text(record.covers), record.pretends != 0});
  }
  return taxonomy;
}

std::vector<RuleSet::Row> read_rows(const RuleImage& image, const std::vector<RuleId>& ids) {
  std::vector<RuleSet::Row> rows;
  const auto records = image.section<RuleRecord>(Section::rules);
  for (std::size_t number = 0; number < records.size() && number < ids.size(); ++number) {
    const RuleRecord& record = records[number];
    rows.push_back({ids[number], std::string{image.text(record.matcher)},
                    texts_of(image, record.examples), texts_of(image, record.counterexamples),
                    record.table != 0, record.pack});
  }
  return rows;
}

Captures read_captures(const RuleImage& image, std::size_t at) {
  const CapturesRecord& record = image.section<CapturesRecord>(Section::captures)[at];
  return {texts_of(image, record.expressions), template_of(image, record.model),
          template_of(image, record.os_version)};
}

bool is_fresh(const RuleImage& image) {
  const auto set = image.section<SetRecord>(Section::set);
  const auto inputs = image.section<InputRecord>(Section::inputs);
  if (set.size() != 1 || inputs.empty()) return false;
  return std::ranges::all_of(inputs, [&](const InputRecord& input) {
    return is_unchanged({std::string{image.text(input.path)}, std::string{image.text(input.digest)},
                         input.kind, input.stamp},
                        set.front().read_from_ns);
  });
}

}  // namespace tapcensus
