// The table for people, and the comma-separated values.
#include "present/table.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <sstream>

#include "present/census_in_words.hpp"
#include "present/csv.hpp"

namespace tapcensus {
namespace {

template <class Write>
std::string shown(Write&& write) {
  World world;
  Census census{world.catalog, {}};
  enter(census, small_network(world));
  const std::vector<Device> devices = census.devices();
  std::ostringstream out;
  write(out, Report{devices, world.catalog, small_ledger(), {}, {}});
  return out.str();
}

std::string table(std::size_t width) {
  return shown([&](std::ostream& out, const Report& report) { write_table(out, report, width); });
}

TEST(Table, IsGoodToRead) {
  EXPECT_EQ("\n" + table(140), R"(
ADDRESS         MAC                VENDOR  DEVICE    SYSTEM            TYPE     SURE  SOURCES             PACKETS
192.168.1.7 +1  f0:99:b6:00:11:22  Apple   iPhone X  iOS 11.2 or 11.3  phone     90%  discovery http tls       30
192.168.1.9     00:1b:78:00:00:02  HP      LaserJet  -                 printer   87%  dhcp                     20
192.168.1.20    -                  -       -         Windows 10 or 11  -         95%  http                     30
192.168.1.30    -                  -       -         -                 -           -  -                        10
198.51.100.1    -                  -       -         -                 -           -  -                        20

5 devices: 40% unknown, 20% corroborated by two or more independent sources.
Vendors: Apple 1, HP 1.
100 packets received: 58 inspected, 38 counted by their headers, 2 not IP, 2 missed by the port. 2 lost (2%).
)");
}

TEST(Table, LeavesColumnsOutWhereThereIsNoRoom) {
  EXPECT_EQ("\n" + table(80), R"(
ADDRESS         VENDOR  DEVICE    SYSTEM            TYPE     SURE  PACKETS
192.168.1.7 +1  Apple   iPhone X  iOS 11.2 or 11.3  phone     90%       30
192.168.1.9     HP      LaserJet  -                 printer   87%       20
192.168.1.20    -       -         Windows 10 or 11  -         95%       30
192.168.1.30    -       -         -                 -           -       10
198.51.100.1    -       -         -                 -           -       20

5 devices: 40% unknown, 20% corroborated by two or more independent sources.
Vendors: Apple 1, HP 1.
100 packets received: 58 inspected, 38 counted by their headers, 2 not IP, 2 missed by the port. 2 lost (2%).
)");
}

TEST(Table, NamesSignaturesThatWereFoundTheMostFrequentFirst) {
  World world;
  std::ostringstream out;
  write_table(out, Report{{},
                          world.catalog,
                          {},
                          {{{"doublepulsar.ping", "backdoor", "critical"}, 2, {}},
                           {{"ssh.banner", "protocol", "info"}, 14, {}}},
                          {}});
  EXPECT_EQ("\n" + out.str(), R"(
No devices.
Signatures:
      14  ssh.banner (protocol, info)
       2  doublepulsar.ping (backdoor, critical)
0 packets received. None was lost.
)");
}

// 2018-06-06: Windows XP had been past it for four years, Windows 7 had two more.
TEST(Table, CountsSystemsThatTheirMakersHadCeasedToMendWhenTheyWereSeen) {
  using namespace std::chrono_literals;
  World world;
  System& windows = world.catalog.taxonomy.systems["Windows"];
  windows.versions = {"XP", "7", "8", "10"};
  windows.releases = {{"XP", {2001y / 10 / 25, 2014y / 4 / 8}},
                      {"7", {2009y / 10 / 22, 2020y / 1 / 14}},
                      {"8", {2012y / 10 / 26, 2016y / 1 / 12}}};
  const auto pc = [&](std::string_view address, std::vector<std::string> versions) {
    return heard(world, key("", address), Field::http_user_agent, 95,
                 {os({"Windows"}), version(std::move(versions))}, "NT", 1);
  };
  Census census{world.catalog, {}};
  enter(census, {pc("10.0.0.1", {"XP"}), pc("10.0.0.2", {"7"}), pc("10.0.0.3", {"7", "XP"}),
                 pc("10.0.0.4", {"8", "XP"}), pc("10.0.0.5", {"10"}), pc("10.0.0.6", {"XP"})});
  const std::vector<Device> devices = census.devices();
  std::ostringstream out;
  write_table(out, {devices, world.catalog, {}, {}});
  EXPECT_NE(out.str().find("Past their makers' support: Windows XP 2, Windows 8 or XP 1.\n"),
            std::string::npos)
      << out.str();
}

TEST(Table, NothingSeenIsSaid) {
  World world;
  std::ostringstream out;
  Report report{{}, world.catalog, {}, {}, {"3 addresses were forgotten."}};
  write_table(out, report);
  EXPECT_EQ(out.str(),
            "No devices.\n0 packets received. None was lost.\n3 addresses were forgotten.\n");
}

TEST(Csv, IsThatOfRfc4180) {
  EXPECT_EQ(
      shown(write_csv),
      R"(id,ip,mac,vendor,family,model,type,os,os_version,os_vendor,origin,os_origin,confidence,ambiguous,sources,contradictions,first_seen,last_seen,packets_sent,bytes_sent,packets_received,bytes_received)"
      "\r\n"
      R"(d-7f53f81a83e8f950,192.168.1.7 fe80::7,f0:99:b6:00:11:22,Apple,iPhone,iPhone X,phone,iOS,,Apple,US,US,0.9000,os_version=11.2|11.3,discovery http tls,,1528243200.000000,1528243206.000000,20,2000,10,1000)"
      "\r\n"
      R"(d-1563fe33bac280e5,192.168.1.9,00:1b:78:00:00:02,HP,LaserJet,,printer,,,,US,,0.8702,,dhcp,vendor,1528243202.000000,1528243204.000000,10,1000,10,1000)"
      "\r\n"
      R"(d-b0a74f31834728e3,192.168.1.20,,,,,,Windows,,Microsoft,,US,0.9500,os_version=10|11,http,,1528243202.500000,1528243205.000000,10,1000,20,2000)"
      "\r\n"
      R"(d-068db18494e3a135,192.168.1.30,,,,,,,,,,,0.0000,,,,1528243203.000000,1528243204.000000,10,1000,0,0)"
      "\r\n"
      R"(d-facbfc0de5394eea,198.51.100.1,,,,,,,,,,,0.0000,,,,1528243200.200000,1528243201.200000,10,1000,10,1000)"
      "\r\n");
}

TEST(Csv, QuotesWhatMustBeQuoted) {
  World world;
  world.catalog.taxonomy.vendors["A, \"B\""] = {"US"};
  Census census{world.catalog, {}};
  enter(census,
        {heard(world, key("", "10.0.0.1"), Field::http_user_agent, 90, {vendor({"A, \"B\""})})});
  const std::vector<Device> devices = census.devices();
  std::ostringstream out;
  write_csv(out, {devices, world.catalog, {}, {}});
  EXPECT_NE(out.str().find(R"(,10.0.0.1,,"A, ""B""",,)"), std::string::npos) << out.str();
}

}  // namespace
}  // namespace tapcensus
