// Compiled databases on disk: a shortcut that is never wrong and never in the way.
#include <gmock/gmock.h>

#include "match/database.hpp"
#include "match/database_cache.hpp"
#include "match/rule_directory.hpp"

namespace tapcensus {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_of(const fs::path& directory) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator{directory}) {
    if (entry.path().extension() == ".hsdb") files.push_back(entry.path());
  }
  return files;
}

// Databases are asked for where the image of the whole set is not there.
void remove_images(const fs::path& directory) {
  std::vector<fs::path> images;
  for (const auto& entry : fs::directory_iterator{directory}) {
    if (entry.path().extension() == ".rules") images.push_back(entry.path());
  }
  for (const fs::path& image : images) fs::remove(image);
}

void write(const fs::path& path, std::string_view content) {
  std::ofstream{path, std::ios::binary} << content;
}

std::string content_of(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

void expect_rules_to_work(const Loaded& loaded) {
  EXPECT_EQ(loaded.names(Field::dhcp_vendor_class, "a LaserJet").size(), 1u);
  EXPECT_EQ(loaded.names(Field::http_user_agent, "Android 13; SM-G991B").size(), 1u);
}

TEST(Cache, HoldsOneFileForEachFieldWithExpressions) {
  const TemporaryDirectory cache;
  expect_rules_to_work(Loaded{example_rules(), cache.path() / "made" / "here"});
  EXPECT_EQ(files_of(cache.path() / "made" / "here").size(), 2u);
  remove_images(cache.path() / "made" / "here");
  expect_rules_to_work(Loaded{example_rules(), cache.path() / "made" / "here"});
  EXPECT_EQ(files_of(cache.path() / "made" / "here").size(), 2u);
}

TEST(Cache, WhatItHoldsIsUsed) {
  const TemporaryDirectory directory;
  const DatabaseCache cache{directory.path()};
  auto compiled = compile({"abc"});
  const std::string key = database_key({"abc"});
  EXPECT_EQ(cache.fetch(key), nullptr);
  cache.store(key, std::get<Database>(compiled).get());
  EXPECT_NE(cache.fetch(key), nullptr);
  EXPECT_EQ(cache.fetch(database_key({"abd"})), nullptr);
  EXPECT_NE(database_key({"ab", "c"}), database_key({"a", "bc"}));
  EXPECT_NE(database_key({"abc"}), database_key({"abc"}, Scanning::pieces));
}

TEST(Cache, DamagedOrForeignContentIsMadeAnew) {
  const TemporaryDirectory cache;
  Loaded{example_rules(), cache.path()};
  for (const fs::path& file : files_of(cache.path())) {
    const std::string good = content_of(file);
    std::string flipped = good;
    flipped[good.size() / 2] ^= 1;
    std::string unnamed = good;
    unnamed[0] ^= 1;
    for (const std::string& bad :
         {std::string{}, good.substr(0, 10), good.substr(0, 24), good.substr(0, good.size() - 1),
          good + "x", flipped, unnamed, std::string{"not a database"}}) {
      write(file, bad);
      remove_images(cache.path());
      expect_rules_to_work(Loaded{example_rules(), cache.path()});
      EXPECT_EQ(content_of(file).size(), good.size());
    }
  }
}

TEST(Cache, ThatCannotBeWrittenIsNoMistake) {
  const TemporaryDirectory cache;
  write(cache.path() / "a file", "");
  expect_rules_to_work(Loaded{example_rules(), cache.path() / "a file"});
}

TEST(Cache, DoesNotGrowForEver) {
  const TemporaryDirectory directory;
  const DatabaseCache cache{directory.path()};
  auto compiled = compile({"abc"});
  for (int i = 0; i < 530; ++i) {
    cache.store("key" + std::to_string(i), std::get<Database>(compiled).get());
  }
  EXPECT_EQ(files_of(directory.path()).size(), 512u);
  EXPECT_NE(cache.fetch("key529"), nullptr);
}

}  // namespace
}  // namespace tapcensus
