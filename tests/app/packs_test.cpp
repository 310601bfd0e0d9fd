// Packs as users have them: imported, switched on by a flag or the configuration, and listed.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "app/tapcensus.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::string_view kUnheardOf = "Nebelhorn Toaster 9";

class ImportedPack : public ::testing::Test {
 protected:
  ImportedPack() : pack_{scratch_.in("toasters")} {
    const std::string list = scratch_.write(
        "list.yaml",
        "os_parsers:\n  - regex: 'Nebelhorn Toaster'\n    os_replacement: 'Android'\n"
        "  - regex: 'Nebelhorn Stove'\n    os_replacement: 'StoveOS'\n");
    import_ = tapcensus({"rules", "import", "uap-core", list, "--output", pack_, "--name",
                         "toasters", "--pack-version", "7", "--licence", "MIT"});
  }
  Scratch scratch_;
  std::string pack_;
  Ended import_;
};

TEST_F(ImportedPack, SaysRowByRowWhatCouldNotBeConverted) {
  EXPECT_EQ(import_.status, 0);
  EXPECT_THAT(import_.out, HasSubstr("toasters: converted 1 of 2 rows, written to " + pack_));
  EXPECT_THAT(import_.err, HasSubstr("list.yaml:4:12: no system 'StoveOS' in the taxonomy"));
}

TEST_F(ImportedPack, SpeaksWhenItIsSwitchedOn) {
  const std::string line = std::string{kUnheardOf} + "\n";
  const Ended without = tapcensus({"classify", "http.user_agent"}, line);
  EXPECT_TRUE(Json::parse(without.out)["os"].is_null());
  const Ended with = tapcensus({"classify", "http.user_agent", "--packs", pack_}, line);
  EXPECT_EQ(Json::parse(with.out)["os"], "Android") << with.err;
}

TEST_F(ImportedPack, IsListedWithLicenceAndVersion) {
  const std::string config =
      scratch_.write("tapcensus.toml", "vdev = [\"net_null0\"]\npacks = [\"" + pack_ + "\"]\n");
  const Ended list = tapcensus({"rules", "list", "--config", config, "--pack", "toasters"});
  EXPECT_EQ(list.status, 0) << list.err;
  EXPECT_THAT(list.out, HasSubstr("toasters/rules:2\thttp.user_agent\t68\tos=Android\t"
                                  "matches 'Nebelhorn Toaster'\ttoasters 7 MIT\n"));
  EXPECT_THAT(list.out, Not(HasSubstr("\town\n")));
  EXPECT_THAT(list.err, HasSubstr("pack toasters: 2 rules; version 7; licence MIT"));
  const Ended check = tapcensus({"check", "--config", config});
  EXPECT_EQ(check.status, 0) << check.err;
  const Ended own = tapcensus({"rules", "list", "--pack", "own", "--packs", pack_});
  EXPECT_EQ(own.out, tapcensus({"rules", "list", "--pack", "own"}).out);
}

TEST_F(ImportedPack, IsNotWrittenOverSomethingElse) {
  const std::string other = scratch_.in("other");
  scratch_.write("list", "00000C Cisco Systems\n");
  std::filesystem::create_directories(other);
  std::ofstream{other + "/letter.txt"} << "dear";
  const Ended ended =
      tapcensus({"rules", "import", "nmap-mac-prefixes", scratch_.in("list"), "--output", other});
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.err, HasSubstr("holds something else"));
}

TEST(Packs, WhatIsNoneIsBadUsage) {
  const Ended ended = tapcensus({"rules", "check", "--packs", "/nonexistent"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("/nonexistent: is no pack"));
  EXPECT_THAT(ended.out, IsEmpty());
  EXPECT_EQ(tapcensus({"rules", "list", "--pack", "nonesuch"}).status, 2);
  EXPECT_EQ(tapcensus({"rules", "import", "recog", "/nonexistent"}).status, 1);
  EXPECT_EQ(tapcensus({"rules", "import", "nonesuch", "/nonexistent"}).status, 2);
}

TEST(Packs, ThoseOfDebianLoadWhenTheyAreInstalled) {
  for (const std::string name : {"uap-core", "ieee-data"}) {
    const Ended list = tapcensus({"rules", "list", "--pack", name});
    if (list.err.find("not installed") != std::string::npos) GTEST_SKIP() << list.err;
    EXPECT_EQ(list.status, 0) << list.err;
    EXPECT_THAT(list.err, HasSubstr("pack " + name + ": "));
    EXPECT_THAT(list.out, HasSubstr("\t" + name + " "));
  }
}

}  // namespace
}  // namespace tapcensus
