// A protocol cannot be forgotten: each is on the roster, and has its test, fuzz target and corpus.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

namespace fs = std::filesystem;

const fs::path kSource = TAPCENSUS_SOURCE;

std::string content(const fs::path& path) {
  std::ifstream file{path};
  return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(Roster, StandsInOrderOfNamesAndNamesNothingTwice) {
  std::set<std::string_view> names;
  for (const Protocol* const protocol : roster()) names.insert(protocol->name);
  EXPECT_EQ(names.size(), roster().size());
  EXPECT_TRUE(std::ranges::is_sorted(roster(), {}, &Protocol::name));
}

TEST(Roster, EveryProtocolFileIsOnItWithTestFuzzTargetAndCorpus) {
  std::set<std::string> on_roster;
  for (const Protocol* const protocol : roster()) on_roster.insert(std::string{protocol->name});
  std::set<std::string> files;
  for (const auto& entry : fs::directory_iterator(kSource / "sensor/protocols")) {
    const std::string name = entry.path().stem();
    if (content(entry.path()).find("const Protocol " + name + "{") != std::string::npos) {
      files.insert(name);
    }
  }
  EXPECT_EQ(files, on_roster);
  for (const std::string& name : files) {
    EXPECT_TRUE(fs::exists(kSource / "tests/protocols" / (name + "_test.cpp"))) << name;
    EXPECT_TRUE(fs::exists(kSource / "tests/fuzz" / (name + ".cpp"))) << name;
    const fs::path corpus = kSource / "tests/corpus" / name;
    EXPECT_TRUE(fs::is_directory(corpus) && !fs::is_empty(corpus)) << name << " has no corpus";
  }
}

}  // namespace
}  // namespace tapcensus
