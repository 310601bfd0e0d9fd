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

constexpr std::string_view kOfNames = "abcdefghijklmnopqrstuvwxyz0123456789_";

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

// What nobody reads is no fact: rules could be written over it that never speak.
TEST(Roster, EveryFieldIsReadBySomebody) {
  std::set<std::string> named;
  for (const auto& entry : fs::recursive_directory_iterator(kSource / "sensor")) {
    if (entry.path().parent_path().filename() == "facts" || !entry.is_regular_file()) continue;
    const std::string source = content(entry.path());
    constexpr std::string_view kPrefix = "Field::";
    for (std::size_t at = source.find(kPrefix); at != source.npos; at = source.find(kPrefix, at)) {
      at += kPrefix.size();
      named.insert(source.substr(at, source.find_first_not_of(kOfNames, at) - at));
    }
  }
  for (const FieldRow& row : kFieldTable) {
    std::string name{row.name};
    std::ranges::replace(name, '.', '_');
    EXPECT_TRUE(named.contains(name)) << row.name;
  }
}

// A start that says too much would keep messages from their parser without a word.
TEST(Roster, WhatAParserTakesBeginsAsItDeclares) {
  static Findings findings;
  for (const Protocol* const protocol : roster()) {
    if (protocol->start.empty()) continue;
    for (const auto& entry : fs::directory_iterator(kSource / "tests/corpus" / protocol->name)) {
      const std::string bytes = content(entry.path());
      findings.clear();
      const bool guessed = protocol->carrier == Carrier::udp;  // on its own ports it sees all
      const Reading reading =
          protocol->read({Layers{}, as_bytes(bytes), 0, false, guessed}, findings);
      if (reading.what == Reading::What::not_mine) continue;
      for (std::size_t at = 0; at < std::min(bytes.size(), protocol->start.size()); ++at) {
        EXPECT_TRUE(protocol->start[at].has(static_cast<std::uint8_t>(bytes[at])))
            << entry.path() << " at " << at;
      }
    }
  }
}

}  // namespace
}  // namespace tapcensus
