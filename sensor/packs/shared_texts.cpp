#include "packs/shared_texts.hpp"

#include <algorithm>

#include "packs/xml_list.hpp"

namespace tapcensus {
namespace {

// What one row lacks, none of them says.
DeviceNames together(const DeviceNames& first, const DeviceNames& second) {
  DeviceNames both;
  for (std::size_t level = 0; level < kLevels; ++level) {
    if (first[level].empty() || second[level].empty()) continue;
    both[level] = first[level];
    both[level].insert(both[level].end(), second[level].begin(), second[level].end());
    std::ranges::sort(both[level]);
    both[level].erase(std::unique(both[level].begin(), both[level].end()), both[level].end());
  }
  return both;
}

}  // namespace

void SharedTexts::add(const RowPlace& place, Field field, std::string text, bool part,
                      DeviceNames device) {
  rows_[{field, part, std::move(text)}].push_back({place, std::move(device)});
}

void SharedTexts::write(PackWriter& pack, std::uint8_t weight) {
  for (const auto& [key, rows] : rows_) {
    DeviceNames device = rows.front().device;
    for (const Row& row : rows) device = together(device, row.device);
    for (auto& level : device) {
      if (level.size() > kMostNames) level.clear();
    }
    if (at(device, Level::os).size() != 1) at(device, Level::os_version).clear();
    std::optional<std::string> why;
    if (is_silent(device)) {
      why = "other rows with this text say something else";
    } else {
      why =
          pack.add(rows.front().place, {.device = device,
                                        .field = key.field,
                                        .matches = key.part ? as_literal(key.text) : std::string{},
                                        .is = key.part ? std::string{} : key.text,
                                        .list = {},
                                        .weight = weight});
    }
    for (const Row& row : rows) {
      if (why) {
        pack.not_converted(row.place, *why);
      } else {
        pack.converted();
      }
    }
  }
}

}  // namespace tapcensus
