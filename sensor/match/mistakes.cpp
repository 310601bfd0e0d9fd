#include "match/mistakes.hpp"

#include <algorithm>
#include <numeric>

#include "base/letters.hpp"

namespace tapcensus {

std::uint32_t Mistakes::add_file(std::string path) {
  files_.push_back(std::move(path));
  return static_cast<std::uint32_t>(files_.size() - 1);
}

void Mistakes::add(Place place, std::string sentence) {
  mistakes_.emplace_back(place, std::move(sentence));
}

std::string Mistakes::name_of(Place place) const {
  const std::string& file = files_[place.file];
  if (place.line == 0) return file;
  return file + ':' + std::to_string(place.line) + ':' + std::to_string(place.column);
}

Errors Mistakes::sorted() const {
  auto ordered = mistakes_;
  std::ranges::stable_sort(ordered, {}, &std::pair<Place, std::string>::first);
  Errors errors;
  for (auto& [place, sentence] : ordered) errors.push_back({name_of(place), std::move(sentence)});
  return errors;
}

std::string suggestion(std::string_view wrong, std::span<const std::string_view> known) {
  std::size_t least = wrong.size() / 3 + 1;  // a third of the word wrong: another word
  std::string_view nearest;
  for (const std::string_view name : known) {
    if (name.size() > wrong.size() + least || wrong.size() > name.size() + least) continue;
    const std::size_t distance = edit_distance(wrong, name);
    if (distance >= least || distance >= name.size()) continue;
    least = distance;
    nearest = name;
  }
  return nearest.empty() ? "" : "; did you mean '" + std::string{nearest} + "'?";
}

std::size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> before(to.size() + 1);
  std::vector<std::size_t> above(to.size() + 1);
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 1; i <= from.size(); ++i) {
    before.swap(above);
    above.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const bool same = lower(from[i - 1]) == lower(to[j - 1]);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && lower(from[i - 1]) == lower(to[j - 2]) &&
                           lower(from[i - 2]) == lower(to[j - 1]);
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[to.size()];
}

}  // namespace tapcensus
