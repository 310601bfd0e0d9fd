// One model under two names: devices of it would be counted apart.
#include <algorithm>
#include <set>
#include <string>
#include <unordered_map>

#include "base/letters.hpp"
#include "match/code_key.hpp"
#include "match/rule_files.hpp"
#include "match/rule_warnings.hpp"

namespace tapcensus {
namespace {

using Column = CodeTable::Column;

// Letters and digits; numbers that were apart stay so: C2-00 is not C200.
std::string folded_words(std::string_view model) {
  std::string folded;
  while (!model.empty()) {
    const std::size_t end = std::min(model.find_first_of(" -._/"), model.size());
    const std::string word = fold_code(model.substr(0, end));
    model.remove_prefix(std::min(end + 1, model.size()));
    if (word.empty()) continue;
    if (!folded.empty() && is_digit(folded.back()) && is_digit(word.front())) folded += ' ';
    folded += word;
  }
  return folded;
}

// What two spellings share, without the vendor's name before it.
std::string heart_of(std::string_view vendor, std::string_view model) {
  std::string heart = folded_words(model);
  const std::string maker = fold_code(vendor);
  if (heart.size() > maker.size() && heart.starts_with(maker)) heart.erase(0, maker.size());
  return maker + '/' + heart;
}

bool is_fixed(std::string_view model) {
  return !model.empty() && !model.ends_with('*') && !is_scheme(model);
}

class Spellings {
 public:
  void add(const CodeTable& codes, const std::vector<std::string>& names,
           const std::filesystem::path& directory, Mistakes& warnings) {
    codes.for_each_row([&](const CodeTable::Row& row) {
      const std::string_view model = row.at(Column::model);
      if (!is_fixed(model)) return;
      const std::string_view vendor = row.at(Column::vendor);
      const auto [known, first] = known_.try_emplace(heart_of(vendor, model), model);
      if (first || known->second == model) return;
      if (!told_.insert(known->first + '/' + std::string{model}).second) return;
      const CodeTable::Line line = codes.line_of(row);
      const std::uint32_t file = warnings.add_file((directory / names[line.file]).string());
      warnings.add({file, line.number, 1}, "warning: spelled twice: the " + std::string{vendor} +
                                               ' ' + known->second + " is '" + std::string{model} +
                                               "' here; devices would be counted apart");
    });
  }

 private:
  std::unordered_map<std::string, std::string> known_;  // heart to its first spelling
  std::set<std::string> told_;
};

}  // namespace

Errors double_spellings(const std::filesystem::path& directory, const RuleFiles& files) {
  Spellings spellings;
  Mistakes warnings;
  std::set<const CodeTable*> seen;
  for (const RuleDraft& rule : files.rules) {
    if (!rule.codes || rule.pack != 0 || !seen.insert(rule.codes.get()).second) continue;
    spellings.add(*rule.codes, code_files_of(rule), directory, warnings);
  }
  return warnings.sorted();
}

}  // namespace tapcensus
