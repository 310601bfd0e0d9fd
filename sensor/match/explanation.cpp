#include "match/explanation.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

#include "base/letters.hpp"
#include "match/captures.hpp"
#include "match/inputs.hpp"
#include "match/rule_files.hpp"

namespace tapcensus {
namespace {

struct Found {
  std::size_t begin, end;
  std::vector<std::string> groups;
};

std::optional<Found> find(const std::string& expression, std::string_view text) {
  const auto compiled = make_re2(expression);
  std::vector<re2::StringPiece> parts(
      static_cast<std::size_t>(std::max(compiled->NumberOfCapturingGroups(), 0)) + 1);
  if (!compiled->Match({text.data(), text.size()}, 0, text.size(), re2::RE2::UNANCHORED,
                       parts.data(), static_cast<int>(parts.size()))) {
    return std::nullopt;
  }
  const auto begin = static_cast<std::size_t>(parts[0].data() - text.data());
  Found found{begin, begin + parts[0].size(), {}};
  for (std::size_t i = 1; i < parts.size(); ++i) found.groups.emplace_back(parts[i]);
  return found;
}

void take(Explanation& explanation, const std::string& expression, Found found) {
  explanation.wanted = expression;
  explanation.begin = found.begin;
  explanation.end = found.end;
  explanation.captured = std::move(found.groups);
}

// As find_domains() finds it.
void explain_domain(const RuleDraft& rule, std::string_view text, Explanation& explanation) {
  if (text.ends_with('.')) text.remove_suffix(1);
  std::string name{text};
  std::ranges::transform(name, name.begin(), lower);
  for (const PlacedText& value : rule.values) {
    const std::string& domain = value.text;
    const bool holds = name == domain || name.ends_with("." + domain);
    if (!holds || domain.size() < explanation.wanted.size()) continue;
    explanation.wanted = domain;
    explanation.begin = name.size() - domain.size();
    explanation.end = name.size();
  }
}

// The text, or the block of addresses that it lies in.
std::string_view key_in(const TableDraft& table, std::string_view text) {
  if (table.field != Field::eth_oui) return text;
  for (const std::size_t size : kPrefixDigits) {
    const std::string_view digits = text.substr(0, size);
    if (digits.size() == size && std::ranges::find(table.keys, digits) != table.keys.end()) {
      return digits;
    }
  }
  return text;
}

}  // namespace

struct Explainer::Files {
  RuleFiles content;
  std::unordered_map<RuleId, std::size_t> numbers;      // rules first, then tables
  std::unordered_map<std::string, std::string> tables;  // contents by path, as they are needed

  std::string place(std::size_t pack, const std::string& file, std::size_t line) const {
    return (content.homes[pack].path / file).string() + ':' + std::to_string(line);
  }

  std::string_view table(std::size_t pack, const std::string& name) {
    const auto& [path, made] = content.homes[pack];
    const auto file = std::ranges::find(made, name, &PackFile::name);
    if (file != made.end()) return file->content;
    const auto [entry, fresh] = tables.try_emplace((path / name).string());
    if (fresh) entry->second = content_of(path / name);
    return entry->second;
  }

  void explain_codes(const RuleDraft& rule, std::string_view text, Explanation& explanation) const {
    explanation.files = rule.codes_files;
    const std::vector<std::string> names = code_files_of(rule);
    for (const PlacedText& value : rule.values) {
      auto found = find(value.text, text);
      if (!found) continue;
      const auto rows = rule.codes->find(found->groups.front());
      if (rows.empty() && !explanation.wanted.empty()) continue;
      take(explanation, value.text, std::move(*found));
      for (const CodeTable::Row& row : rows) {
        const auto [list, line] = rule.codes->place_of(row);
        explanation.entries.push_back(
            {place(rule.pack, names[list], line.number), std::string{line.text}});
      }
      if (!rows.empty()) return;
    }
  }

  void explain_matches(const RuleDraft& rule, std::string_view text, Catalog& catalog,
                       const Claim& fixed, Explanation& explanation) const {
    std::vector<std::string> expressions;
    for (const PlacedText& value : rule.values) expressions.push_back(value.text);
    for (const std::string& expression : expressions) {
      auto found = find(expression, text);
      if (!found) continue;
      take(explanation, expression, std::move(*found));
      break;
    }
    if (!rule.model && !rule.os_version) return;
    const Captures::Filled filled =
        Captures{std::move(expressions), rule.model, rule.os_version}.fill(text);
    explanation.model = filled.model;
    explanation.os_version = filled.os_version;
    explanation.undeclared = complete(fixed, filled, catalog).undeclared;
  }

  void explain_key(const TableDraft& table, std::string_view text, Explanation& explanation) {
    const std::string_view key = key_in(table, text);
    explanation.looks_by = "key";
    explanation.files = table.file;
    explanation.wanted = key;
    explanation.end = key.size();
    const auto say = [&](std::uint32_t number, std::string_view line) {
      if (line.substr(0, line.find('\t')) != key) return;
      explanation.entries.push_back({place(table.pack, table.file, number), std::string{line}});
    };
    CodeList::for_each_line(this->table(table.pack, table.file), say);
  }
};

Explainer::Explainer(std::unique_ptr<Files> files, const RuleSet& rules, Catalog& catalog)
    : files_{std::move(files)}, rules_{rules}, catalog_{catalog} {}
Explainer::~Explainer() = default;

Result<std::unique_ptr<Explainer>> Explainer::open(const RuleSources& sources, const RuleSet& rules,
                                                   Catalog& catalog) {
  Mistakes mistakes;
  auto files = std::make_unique<Files>();
  files->content = read_rule_files(sources, mistakes);
  if (!mistakes.none()) return mistakes.sorted();
  if (files->content.version != rules.version()) {
    return Error{sources.directory.string(), "the rules changed while they were read; try again"};
  }
  std::size_t number = 0;
  for (const RuleSet::Row& row : rules.rows()) files->numbers.emplace(row.id, number++);
  return std::unique_ptr<Explainer>{new Explainer{std::move(files), rules, catalog}};
}

std::vector<Explanation> Explainer::explain(Field field, std::string_view text) {
  std::vector<Explanation> explanations;
  if (is_payload(field)) {
    const ByteView whole = as_bytes(text);
    for (const PayloadHit& hit : rules_.find_in_payload(field, {&whole, 1})) {
      explanations.push_back(explain(hit.rule, text.substr(0, hit.end)));
    }
    return explanations;
  }
  std::vector<RuleId> held;
  rules_.match({field, text}, 0, [&](RuleId rule) { held.push_back(rule); });
  for (const RuleId rule : held) {
    explanations.push_back(explain(rule, seen_by(catalog_[rule].field, field, text)));
  }
  return explanations;
}

Explanation Explainer::explain(RuleId rule, std::string_view text) {
  const std::size_t number = files_->numbers.at(rule);
  Explanation explanation{.rule = rule,
                          .pack = &rules_.packs()[rules_.rows()[number].pack],
                          .claim = catalog_[rules_.claim(rule, text)]};
  const auto& rules = files_->content.rules;
  if (number >= rules.size()) {
    files_->explain_key(files_->content.tables[number - rules.size()], text, explanation);
    return explanation;
  }
  const RuleDraft& draft = rules[number];
  constexpr std::array<std::string_view, 3> kWords{"is", "matches", "domain"};
  explanation.looks_by = kWords[static_cast<std::size_t>(draft.matcher)];
  if (draft.codes) {
    files_->explain_codes(draft, text, explanation);
  } else if (draft.matcher == Matcher::matches) {
    files_->explain_matches(draft, text, catalog_, catalog_[catalog_[rule].claim], explanation);
  } else if (draft.matcher == Matcher::domain) {
    explain_domain(draft, text, explanation);
  } else {
    explanation.wanted = text;
    explanation.end = text.size();
  }
  return explanation;
}

}  // namespace tapcensus
