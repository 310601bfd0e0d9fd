// What real programs said: the seeds of the fuzz targets.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace tapcensus::testing {

inline std::string corpus(const std::string& name) {
  std::ifstream file{std::filesystem::path{TAPCENSUS_SOURCE} / "tests/corpus" / name};
  EXPECT_TRUE(file) << name;
  return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace tapcensus::testing
