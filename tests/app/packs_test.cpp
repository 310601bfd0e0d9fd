// Packs as users have them: imported, switched on by a flag or the configuration, and listed.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "app/tapcensus.hpp"
#include "support/frame.hpp"

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

TEST_F(ImportedPack, IsNamedByExplain) {
  const std::string value{kUnheardOf};
  const Ended people = tapcensus({"rules", "explain", "http.user_agent", value, "--packs", pack_});
  EXPECT_THAT(people.out, HasSubstr("pack        toasters 7 MIT\n"));
  const Ended programs = tapcensus(
      {"rules", "explain", "http.user_agent", value, "--packs", pack_, "--output", "json"});
  EXPECT_EQ(Json::parse(programs.out)["rules"][0]["pack"], "toasters") << programs.err;
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

// Blocks of 24, 28 and 36 bits, each within the one before.
class Blocks : public ::testing::Test {
 protected:
  Blocks() : pack_{scratch_.in("blocks")} {
    std::filesystem::create_directories(pack_);
    scratch_.write("blocks/pack.toml",
                   "[pack]\nname = 'blocks'\nversion = '1'\nlicence = 'MIT'\nsource = 'here'\n");
    scratch_.write("blocks/vendors.tsv", "Nebelhorn\tDE\nNebelhorn Bells\tDE\nTiny Bell\tDE\n");
    scratch_.write("blocks/rules.toml",
                   "[[table]]\nwhen = 'eth.oui'\nfile = 'p.tsv'\nlevel = 'vendor'\nweight = 70\n");
    scratch_.write("blocks/p.tsv",
                   "70b3d5\tNebelhorn\n70b3d51\tNebelhorn Bells\n70b3d51a2\tTiny Bell\n");
  }
  // Of a device with that address, whose frames a worker has read.
  Json vendor_of(const MacAddress& address, const std::vector<std::string>& more) const {
    Recording recording;
    for (std::uint16_t i = 0; i < 4; ++i) {
      const std::string bytes = ethernet(address, kServer)
                                    .ipv4("10.0.0.77", "10.0.0.2")
                                    .udp(50'000, 7'007)
                                    .payload("x")
                                    .bytes();
      recording.push_back({bytes, static_cast<std::uint32_t>(bytes.size()), Link::ethernet,
                           Tick{(1 + i) * kSecond}});
    }
    write_recording(recording, scratch_.in("capture.pcap"));
    Program::Arguments arguments{scratch_.in("capture.pcap")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Reading reading = read(arguments);
    EXPECT_EQ(reading.status, 0) << reading.err;
    const Json census = reading.parsed();
    for (const Json& device : census["devices"]) {
      if (device["ip"][0] == "10.0.0.77") return device["vendor"];
    }
    ADD_FAILURE() << reading.json;
    return {};
  }

  Scratch scratch_;
  std::string pack_;
};

TEST_F(Blocks, ADeviceIsOfTheSmallestBlockThatItsAddressIsIn) {
  const MacAddress in_36{{0x70, 0xb3, 0xd5, 0x1a, 0x2f, 1}};
  const MacAddress in_28{{0x70, 0xb3, 0xd5, 0x1b, 0x2f, 1}};
  const MacAddress in_24{{0x70, 0xb3, 0xd5, 0x2a, 0x2f, 1}};
  for (const std::string where : {"of the files", "out of the cache"}) {
    EXPECT_EQ(vendor_of(in_36, {"--packs", pack_}), "Tiny Bell") << where;
    EXPECT_EQ(vendor_of(in_28, {"--packs", pack_}), "Nebelhorn Bells") << where;
    EXPECT_EQ(vendor_of(in_24, {"--packs", pack_}), "Nebelhorn") << where;
  }
  EXPECT_TRUE(vendor_of(in_36, {}).is_null()) << "packs are off by default";
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
