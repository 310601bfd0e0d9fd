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

using Column = CodeList::Column;

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
  void add(const CodeFile& file, const std::filesystem::path& directory, Mistakes& warnings) {
    const std::uint32_t number = warnings.add_file((directory / file.name).string());
    file.list->for_each_row([&](const CodeList::Row& row) {
      const std::string_view model = row.at(Column::model);
      if (!is_fixed(model)) return;
      const std::string_view vendor = row.at(Column::vendor);
      const auto [known, first] = known_.try_emplace(heart_of(vendor, model), model);
      if (first || known->second == model) return;
      if (!told_.insert(known->first + '/' + std::string{model}).second) return;
      const std::uint32_t line = file.list->line_of(row)->number;
      warnings.add({number, line, 1}, "warning: spelled twice: the " + std::string{vendor} + ' ' +
                                          known->second + " is '" + std::string{model} +
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
  for (const CodeFile& file : files.code_files) {
    if (file.pack == 0) spellings.add(file, directory, warnings);
  }
  return warnings.sorted();
}

}  // namespace tapcensus
