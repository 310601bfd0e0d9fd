// [[rule]]: a device, the field that gives it away, and how.
#include <algorithm>
#include <array>

#include "match/byte_text.hpp"
#include "match/rule_readers.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::string_view, 3> kMatchers{"is", "matches", "domain"};

// A level that may hold captures: takes its template out of the device, if it is one.
std::optional<CaptureTemplate> take_template(NamedClaim& device, Level level, Mistakes& mistakes) {
  auto& texts = device.at(level);
  const bool braces = std::ranges::any_of(texts, [](const PlacedText& text) {
    return text.text.find_first_of("{}") != std::string::npos;
  });
  if (!braces) return std::nullopt;
  const PlacedText text = texts.front();
  const bool several = texts.size() > 1;
  texts.clear();
  if (several) {
    mistakes.add(text.place, "captures may not stand in a set");
    return std::nullopt;
  }
  auto result = CaptureTemplate::read(text.text);
  if (result) return std::move(*result);
  mistakes.add(text.place, result.errors().front().what);
  return std::nullopt;
}

void forbid_captures(const NamedClaim& device, Mistakes& mistakes) {
  for (const Level level : {Level::vendor, Level::family, Level::type, Level::os}) {
    for (const auto& [place, text] : device.at(level)) {
      if (text.find('{') != text.npos) {
        mistakes.add(place, "captures may stand in 'model' and 'os_version' only");
      }
    }
  }
}

// Every system that runs on the kernel: what packets show of a system is its kernel's doing.
std::vector<PlacedText> systems_on(const PlacedText& kernel, const Taxonomy& taxonomy,
                                   Mistakes& mistakes) {
  std::vector<PlacedText> systems;
  std::vector<std::string_view> kernels;
  for (const auto& [name, system] : taxonomy.systems) {
    if (!system.kernel.empty()) kernels.push_back(system.kernel);
    if (system.kernel == kernel.text || name == kernel.text) {
      systems.push_back({kernel.place, name});
    }
  }
  if (std::ranges::find(kernels, kernel.text) == kernels.end()) {
    mistakes.add(kernel.place, "no system runs on the kernel '" + kernel.text + "'" +
                                   suggestion(kernel.text, kernels));
  }
  return systems;
}

NamedClaim read_device(const TomlTable& table, const Taxonomy& taxonomy, Mistakes& mistakes) {
  table.only({"vendor", "family", "model", "type", "os", "kernel", "os_version"});
  NamedClaim device;
  for (std::size_t level = 0; level < kLevels; ++level) {
    device.levels[level] = table.texts(kLevelNames[level]);
  }
  if (const auto kernel = table.text("kernel")) {
    if (table.has("os")) mistakes.add(kernel->place, "a rule has 'os' or 'kernel', not both");
    device.at(Level::os) = systems_on(*kernel, taxonomy, mistakes);
  }
  return device;
}

// The application that speaks so.
std::string read_application(const TomlTable& rule, const Taxonomy& taxonomy, Mistakes& mistakes) {
  const auto name = rule.text("application");
  if (!name) return {};
  if (taxonomy.applications.contains(name->text)) return name->text;
  std::vector<std::string_view> declared;
  for (const auto& application : taxonomy.applications) declared.push_back(application.first);
  mistakes.add(name->place,
               "unknown application '" + name->text + "'" + suggestion(name->text, declared));
  return {};
}

// The one matcher of the rule.
std::optional<Matcher> read_matcher(const TomlTable& rule, Mistakes& mistakes) {
  std::optional<Matcher> found;
  for (std::size_t i = 0; i < kMatchers.size(); ++i) {
    if (!rule.has(kMatchers[i])) continue;
    if (found) {
      mistakes.add(rule.place(), "a rule has one of 'is', 'matches' and 'domain', not two");
      return std::nullopt;
    }
    found = static_cast<Matcher>(i);
  }
  if (!found) mistakes.add(rule.place(), "one of 'is', 'matches' and 'domain' is missing");
  return found;
}

bool is_domain(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  };
  return !name.empty() && name.size() <= 253 && name.front() != '.' && name.back() != '.' &&
         std::ranges::all_of(name, allowed);
}

void read_domain(PlacedText& value, Mistakes& mistakes) {
  std::string& name = value.text;
  std::ranges::transform(name, name.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (name.ends_with('.')) name.pop_back();
  if (is_domain(name)) return;
  const std::string below = name.starts_with("*.") ? "; names below a name are part of it" : "";
  mistakes.add(value.place, "'" + name + "' is not a DNS name" + below);
}

void check_groups(const RuleDraft& draft, Mistakes& mistakes) {
  for (const auto& wanted : {draft.model, draft.os_version}) {
    if (!wanted) continue;
    if (draft.matcher != Matcher::matches) {
      mistakes.add(draft.place, "captures need 'matches'");
      continue;
    }
    for (std::size_t i = 0; i < draft.patterns.size(); ++i) {
      if (draft.patterns[i].hyperscan.empty()) continue;  // a mistake already
      if (draft.patterns[i].groups < wanted->highest_group()) {
        mistakes.add(draft.values[i].place,
                     "there is no group {" + std::to_string(wanted->highest_group()) +
                         "}: the expression has " + std::to_string(draft.patterns[i].groups));
      }
    }
  }
}

void read_device_of(RuleDraft& draft, const TomlTable& table, const Taxonomy& taxonomy,
                    Mistakes& mistakes) {
  draft.device = read_device(table, taxonomy, mistakes);
  forbid_captures(draft.device, mistakes);
  draft.model = take_template(draft.device, Level::model, mistakes);
  draft.os_version = take_template(draft.device, Level::os_version, mistakes);
  settle(draft.device, taxonomy, mistakes);
  const bool silent =
      std::ranges::all_of(draft.device.levels, [](auto& level) { return level.empty(); });
  if (silent && !draft.model && draft.list.empty()) {
    mistakes.add(table.place(), "'device' says nothing");
  }
  if (draft.os_version && draft.device.at(Level::os).empty() && !draft.model) {
    mistakes.add(table.place(), "'os_version' needs an 'os'");
  }
}

std::vector<std::string_view> field_names() {
  std::vector<std::string_view> names;
  for (const FieldRow& row : kFieldTable) names.push_back(row.name);
  return names;
}

void read_list(const TomlTable& rule, const FileOrigin& origin, RuleDraft& draft,
               Mistakes& mistakes) {
  const auto list = rule.text("list");
  if (!list) return;
  if (!origin.imported()) mistakes.add(list->place, "lists are for packs");
  draft.list = list->text;
}

// The field and the matcher go together; lists are of expressions.
void check_matcher(const TomlTable& rule, const RuleDraft& draft, Mistakes& mistakes) {
  if (!draft.list.empty() && (draft.matcher != Matcher::matches || is_payload(draft.field))) {
    mistakes.add(rule.place(), "rules of a list have 'matches', and no payload");
  }
  if (!is_payload(draft.field) || draft.matcher == Matcher::matches) return;
  mistakes.add(rule.place(), "payload is found by 'matches' only: it is a stream of bytes, not a " +
                                 std::string{draft.matcher == Matcher::is ? "text" : "name"});
}

}  // namespace

std::string id_of(const FileOrigin& origin, Place place) {
  return origin.stem + ':' + std::to_string(place.line);
}

std::optional<Field> read_field(const TomlTable& table, Mistakes& mistakes) {
  table.require("when");
  const auto name = table.text("when");
  if (!name) return std::nullopt;
  const auto field = field_of(name->text);
  if (!field) {
    mistakes.add(name->place,
                 "unknown field '" + name->text + "'" + suggestion(name->text, field_names()));
  }
  return field;
}

std::optional<std::uint8_t> read_weight(const TomlTable& table) {
  table.require("weight");
  const auto weight = table.number("weight", 1, 99);
  return weight ? std::optional{static_cast<std::uint8_t>(*weight)} : std::nullopt;
}

void read_values(const TomlTable& table, RuleDraft& draft, Mistakes& mistakes) {
  draft.values = table.texts(kMatchers[static_cast<std::size_t>(draft.matcher)]);
  for (PlacedText& value : draft.values) {
    if (value.text.empty()) {
      mistakes.add(value.place, "a matcher may not be empty");
    } else if (draft.matcher == Matcher::domain) {
      read_domain(value, mistakes);
    } else if (draft.matcher == Matcher::matches) {
      auto pattern = read_pattern(value.text);
      if (!pattern) mistakes.add(value.place, pattern.errors().front().what);
      draft.patterns.push_back(pattern ? std::move(*pattern) : Pattern{});
    }
  }
}

void read_examples(const TomlTable& table, RuleDraft& draft) {
  const auto take = [&](const std::vector<PlacedText>& placed, std::vector<std::string>& texts) {
    for (const PlacedText& text : placed) {
      texts.push_back(is_payload(draft.field) ? read_bytes(text.text) : text.text);
    }
  };
  take(table.texts("examples"), draft.examples);
  take(table.optional_texts("counterexamples"), draft.counterexamples);
}

std::optional<RuleDraft> read_rule(const TomlTable& rule, const FileOrigin& origin,
                                   const Taxonomy& taxonomy, Mistakes& mistakes) {
  rule.only({"device", "when", "is", "matches", "domain", "weight", "ports", "to", "examples",
             "counterexamples", "note", "list", "application"});
  RuleDraft draft{};
  draft.place = rule.place();
  draft.id = id_of(origin, draft.place);
  draft.pack = origin.number;
  rule.text("note");
  rule.require("device");
  if (!origin.imported()) rule.require("examples");
  read_list(rule, origin, draft, mistakes);
  draft.application = read_application(rule, taxonomy, mistakes);
  const auto field = read_field(rule, mistakes);
  const auto weight = read_weight(rule);
  const auto device = rule.table("device");
  if (device) read_device_of(draft, *device, taxonomy, mistakes);
  const auto matcher = read_matcher(rule, mistakes);
  draft.field = field.value_or(Field::end_);
  read_examples(rule, draft);
  if (!matcher) return std::nullopt;

  draft.matcher = *matcher;
  check_matcher(rule, draft, mistakes);
  read_values(rule, draft, mistakes);
  check_groups(draft, mistakes);
  if (field) read_hint(rule, draft, mistakes);
  if (!field || !weight || !device) return std::nullopt;
  draft.weight = *weight;
  return draft;
}

}  // namespace tapcensus
