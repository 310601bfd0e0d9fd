// `rules explain`: why a value matched, rule by rule, and what follows from all of them together.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "app/rule_packs.hpp"
#include "census/verdict.hpp"
#include "match/byte_text.hpp"
#include "match/explanation.hpp"
#include "match/payload_rules.hpp"
#include "present/fact_line.hpp"
#include "present/json.hpp"
#include "present/report.hpp"

namespace tapcensus {
namespace {

using Json = nlohmann::ordered_json;

// Text with bytes that are not UTF-8 as \xNN.
Json any_text(std::string_view text) {
  std::string json;
  append_json_string(json, text);
  return Json::parse(json);
}

// In quotes, safe for a terminal: control characters as \xNN, too.
std::string in_quotes(std::string_view text) {
  std::string out{'\''};
  for (const char c : any_text(text).get<std::string>()) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    out += control ? fmt::format("\\x{:02x}", static_cast<unsigned char>(c)) : std::string{c};
  }
  return out += '\'';
}

// "Windows", "10 or 11"
std::string one_of(const std::vector<ValueId>& values, const Catalog& catalog) {
  std::string words;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) words += i + 1 == values.size() ? " or " : ", ";
    words += catalog.name(values[i]);
  }
  return words;
}

// A value with all that holds for it.
struct Explained {
  std::string value;
  std::vector<Explanation> rules;
  Verdict verdict;
  std::string_view application;
};

class Words {
 public:
  Words(Field field, const RuleSet& rules, const Catalog& catalog)
      : field_{field}, rules_{rules}, catalog_{catalog} {}

  std::string text(const Explained& explained) const {
    std::string out = fmt::format("{} {}\n", name_of(field_), in_quotes(explained.value));
    if (explained.rules.empty()) {
      return out + (rules_.asks(field_) || is_payload(field_)
                        ? "  No rule knows it.\n"
                        : fmt::format("  No rule asks for {}.\n", name_of(field_)));
    }
    for (const Explanation& rule : explained.rules) out += about(rule, explained.value);
    return out + verdict(explained);
  }

  std::string json(const Explained& explained) const {
    Json object;
    object["field"] = name_of(field_);
    object["value"] = any_text(explained.value);
    object["rules"] = Json::array();
    for (const Explanation& rule : explained.rules) {
      object["rules"].push_back(rule_json(rule, explained.value));
    }
    object["verdict"] =
        Json::parse(verdict_json(explained.verdict, explained.application, catalog_));
    return object.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
  }

 private:
  static std::string line(std::string_view what, std::string_view text) {
    return fmt::format("    {:<12}{}\n", what, text);
  }

  std::string about(const Explanation& rule, std::string_view value) const {
    const RuleEntry& entry = catalog_[rule.rule];
    const bool signature = !entry.signature.id.empty();
    std::string out = fmt::format("\n  {} ({})", entry.id, entry.place);
    out += signature ? "\n" : fmt::format(", weight {}\n", entry.weight);
    if (rule.pack->name != kOwnPack) {
      out += line("pack",
                  fmt::format("{} {} {}", rule.pack->name, rule.pack->version, rule.pack->licence));
    }
    if (!rule.files.empty()) out += line("table", rule.files);
    out += line(rule.looks_by, in_quotes(rule.wanted));
    out += line("found", fmt::format("{} (bytes {} to {} of {})", in_quotes(part(rule, value)),
                                     rule.begin, rule.end, value.size()));
    for (std::size_t i = 0; i < rule.captured.size(); ++i) {
      out += line("captured", fmt::format("{{{}}} = {}", i + 1, in_quotes(rule.captured[i])));
    }
    for (const std::string& name : rule.undeclared) {
      out += line("silent", name + ": the taxonomy does not declare it here");
    }
    for (const Explanation::Entry& line_of : rule.entries) {
      out += line("entry", fmt::format("{}: {}", line_of.place, in_quotes(line_of.text)));
    }
    if (!rule.files.empty() && rule.entries.empty()) {
      out += line("entry", "none: the table does not know this code");
    }
    if (signature) return out + line("signature", entry.signature.id);
    out += line("claims", claims(rule));
    return out + (entry.application.empty() ? "" : line("application", covered(entry)));
  }

  static std::string_view part(const Explanation& rule, std::string_view value) {
    return value.substr(rule.begin, rule.end - rule.begin);
  }

  std::string claims(const Explanation& rule) const {
    std::string words;
    for (std::size_t level = 0; level < kLevels; ++level) {
      const auto& values = rule.claim.levels[level];
      if (values.empty()) continue;
      words += fmt::format("{}{} {}", words.empty() ? "" : ", ", kLevelNames[level],
                           one_of(values, catalog_));
    }
    return words.empty() ? "nothing" : words;
  }

  // "Chromium: Chrome, Edge and what else is made of it"
  std::string covered(const RuleEntry& entry) const {
    const auto& applications = catalog_.taxonomy.applications;
    const auto application = applications.find(entry.application);
    return application == applications.end()
               ? entry.application
               : fmt::format("{}: {}", entry.application, application->second.covers);
  }

  std::string verdict(const Explained& explained) const {
    const NamedVerdict named{explained.verdict, catalog_};
    std::string out;
    std::string silent;
    for (std::size_t i = 0; i < kLevels; ++i) {
      const auto level = static_cast<Level>(i);
      const std::string words = named.words(level);
      const std::string by = claimed_by(explained, level, words);
      if (words.empty() && by.empty()) {
        silent += fmt::format("{}{}", silent.empty() ? "" : ", ", kLevelNames[i]);
        continue;
      }
      const std::string sure =
          words.empty() ? "not sure enough"
                        : fmt::format("{} {:.0f}%", words, 100 * explained.verdict.confidences[i]);
      out += line(kLevelNames[i], sure + (by.empty() ? "" : ": " + by));
      if (level == Level::os_version) out += dates(named);
    }
    if (out.empty()) return {};
    if (!silent.empty()) out += line("unsaid", silent);
    return fmt::format(
               "\n  Together, as evidence of one source ({}), where of those that agree the "
               "strongest counts\n",
               kSourceNames[static_cast<std::size_t>(source_of(field_))]) +
           out + line("all of it", fmt::format("{:.0f}%", 100 * explained.verdict.confidence)) +
           (explained.application.empty() ? "" : line("spoken by", explained.application));
  }

  // "released 2009-10-22, mended until 2020-01-14"
  std::string dates(const NamedVerdict& named) const {
    const Release* release =
        catalog_.taxonomy.release_of(named.at(Level::os), named.at(Level::os_version));
    if (release == nullptr) return {};
    const auto day = [](std::chrono::sys_days when) { return fmt::format("{:%F}", when); };
    return line(
        "released",
        day(release->released) +
            (release->supported_until ? ", mended until " + day(*release->supported_until) : ""));
  }

  // "android:12 (97), linux:3 (Linux, 60)": what is said other than the verdict is named.
  std::string claimed_by(const Explained& explained, Level level, std::string_view verdict) const {
    std::string out;
    for (const Explanation& rule : explained.rules) {
      const auto& values = rule.claim.at(level);
      if (values.empty()) continue;
      const RuleEntry& entry = catalog_[rule.rule];
      const std::string said = one_of(values, catalog_);
      out += fmt::format("{}{} ({}{})", out.empty() ? "" : ", ", entry.id,
                         said == verdict ? "" : said + ", ", entry.weight);
    }
    return out;
  }

  Json rule_json(const Explanation& rule, std::string_view value) const {
    const RuleEntry& entry = catalog_[rule.rule];
    Json object;
    object["rule"] = entry.id;
    object["place"] = entry.place;
    object["pack"] = rule.pack->name;
    if (entry.signature.id.empty()) {
      object["weight"] = entry.weight;
    } else {
      object["signature"] = entry.signature.id;
    }
    if (!entry.application.empty()) object["application"] = entry.application;
    if (!rule.files.empty()) object["table"] = rule.files;
    object[std::string{rule.looks_by}] = any_text(rule.wanted);
    object["found"] = any_text(part(rule, value));
    object["begin"] = rule.begin;
    object["end"] = rule.end;
    object["captured"] = Json::array();
    for (const std::string& text : rule.captured) object["captured"].push_back(any_text(text));
    object["undeclared"] = Json::array();
    for (const std::string& name : rule.undeclared) object["undeclared"].push_back(any_text(name));
    object["entries"] = Json::array();
    for (const Explanation::Entry& line_of : rule.entries) {
      object["entries"].push_back({{"place", line_of.place}, {"line", any_text(line_of.text)}});
    }
    object["claims"] = Json::object();
    for (std::size_t level = 0; level < kLevels; ++level) {
      for (const ValueId id : rule.claim.levels[level]) {
        object["claims"][std::string{kLevelNames[level]}].push_back(catalog_.name(id));
      }
    }
    return object;
  }

  const Field field_;
  const RuleSet& rules_;
  const Catalog& catalog_;
};

Explained explain(std::string value, Field field, Explainer& explainer, Catalog& catalog) {
  std::vector<Explanation> rules = explainer.explain(field, value);
  std::vector<Weighted> claims;
  std::vector<RuleId> ids;
  for (const Explanation& rule : rules) {
    ids.push_back(rule.rule);
    const RuleEntry& entry = catalog[rule.rule];
    if (!entry.signature.id.empty()) continue;
    const ClaimId claim = catalog.try_intern(rule.claim).value_or(entry.claim);
    claims.push_back({.claim = claim, .source = source_of(field), .weight = entry.weight});
  }
  Verdict verdict = conclude(claims, catalog);
  return {std::move(value), std::move(rules), std::move(verdict), application_of(ids, catalog)};
}

}  // namespace

int explain_values(const ExplainChoices& choices) {
  const auto loaded = load_rules(choices.rules, choices.packs);
  if (loaded == nullptr) return kBadUsage;
  Catalog& catalog = loaded->catalog;
  auto explainer = Explainer::open(loaded->sources, *loaded->rules, catalog);
  if (!explainer) {
    print_errors(explainer.errors());
    return kFailed;
  }
  const Words words{choices.field, *loaded->rules, catalog};
  bool first = true;
  const auto show = [&](std::string text) {
    if (is_payload(choices.field)) text = read_bytes(text);
    const Explained explained =
        explain(std::move(text), choices.field, *explainer.value(), catalog);
    if (!first && !choices.json) fmt::print("\n");
    first = false;
    const std::string out = choices.json ? words.json(explained) : words.text(explained);
    std::fwrite(out.data(), 1, out.size(), stdout);
  };
  if (choices.value) {
    show(*choices.value);
    return kDone;
  }
  for (std::string line; std::getline(std::cin, line);) show(line);
  return kDone;
}

}  // namespace tapcensus
