// Reads the text format back, to check what Exporter wrote with something that did not write it.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <sstream>
#include <string>

namespace tapcensus {

// Series, as they are written, to values, as they are written. Fails the test when one comes twice.
inline std::map<std::string, std::string> series_in(const std::string& text) {
  std::map<std::string, std::string> series;
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::size_t blank = line.rfind(' ');
    const bool fresh = series.emplace(line.substr(0, blank), line.substr(blank + 1)).second;
    EXPECT_TRUE(fresh) << "twice: " << line;
  }
  return series;
}

// How many of them begin so.
inline std::size_t count_of(const std::map<std::string, std::string>& series,
                            const std::string& beginning) {
  std::size_t count = 0;
  for (const auto& [name, value] : series) count += name.starts_with(beginning) ? 1 : 0;
  return count;
}

}  // namespace tapcensus
