// One model under two names: devices of it would be counted apart.
#include <set>
#include <string>
#include <unordered_map>

#include "match/code_key.hpp"
#include "match/rule_files.hpp"
#include "match/rule_warnings.hpp"

namespace tapcensus {
namespace {

using Column = CodeTable::Column;

// What two spellings share: letters and digits, without the vendor's name before them.
std::string heart_of(std::string_view vendor, std::string_view model) {
  std::string heart = fold_code(model);
  const std::string maker = fold_code(vendor);
  if (heart.size() > maker.size() && heart.starts_with(maker)) heart.erase(0, maker.size());
  return fold_code(vendor) + '/' + heart;
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
