// The JSON document, and that it does not depend on the order in which things were noted.
#include "present/json.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

#include "present/census_in_words.hpp"

namespace tapcensus {
namespace {

std::string document(World& world, const std::vector<Note>& notes) {
  Census census{world.catalog, {}};
  enter(census, notes);
  const std::vector<Device> devices = census.devices();
  std::ostringstream out;
  write_json(out, {devices, world.catalog, small_ledger(), {}, {}});
  return out.str();
}

TEST(Json, IsThatOfTheContract) {
  World world;
  EXPECT_EQ(document(world, small_network(world)), R"({"version":1,
"devices":[
{"id":"d-7f53f81a83e8f950","ip":["192.168.1.7","fe80::7"],"mac":["f0:99:b6:00:11:22"],"vendor":"Apple","family":"iPhone","model":"iPhone X","type":"phone","os":"iOS","os_version":null,"os_vendor":"Apple","origin":"US","os_origin":"US","confidence":0.9,"confidences":{"vendor":0.9808,"family":0.9,"model":0.9,"type":0.9,"os":0.9231},"ambiguous":{"os_version":["11.2","11.3"]},"sources":["discovery","http","tls"],"contradictions":[],"first_seen":1528243200.0,"last_seen":1528243206.0,"packets_sent":20,"bytes_sent":2000,"packets_received":10,"bytes_received":1000},
{"id":"d-1563fe33bac280e5","ip":["192.168.1.9"],"mac":["00:1b:78:00:00:02"],"vendor":"HP","family":"LaserJet","model":null,"type":"printer","os":null,"os_version":null,"os_vendor":null,"origin":"US","os_origin":null,"confidence":0.8702,"confidences":{"vendor":0.8702,"family":0.8702,"type":0.95},"ambiguous":{},"sources":["dhcp"],"contradictions":["vendor"],"first_seen":1528243202.0,"last_seen":1528243204.0,"packets_sent":10,"bytes_sent":1000,"packets_received":10,"bytes_received":1000},
{"id":"d-b0a74f31834728e3","ip":["192.168.1.20"],"mac":[],"vendor":null,"family":null,"model":null,"type":null,"os":"Windows","os_version":null,"os_vendor":"Microsoft","origin":null,"os_origin":"US","confidence":0.95,"confidences":{"os":0.95},"ambiguous":{"os_version":["10","11"]},"sources":["http"],"contradictions":[],"first_seen":1528243202.5,"last_seen":1528243205.0,"packets_sent":10,"bytes_sent":1000,"packets_received":20,"bytes_received":2000},
{"id":"d-068db18494e3a135","ip":["192.168.1.30"],"mac":[],"vendor":null,"family":null,"model":null,"type":null,"os":null,"os_version":null,"os_vendor":null,"origin":null,"os_origin":null,"confidence":0.0,"confidences":{},"ambiguous":{},"sources":[],"contradictions":[],"first_seen":1528243203.0,"last_seen":1528243204.0,"packets_sent":10,"bytes_sent":1000,"packets_received":0,"bytes_received":0},
{"id":"d-facbfc0de5394eea","ip":["198.51.100.1"],"mac":[],"vendor":null,"family":null,"model":null,"type":null,"os":null,"os_version":null,"os_vendor":null,"origin":null,"os_origin":null,"confidence":0.0,"confidences":{},"ambiguous":{},"sources":[],"contradictions":[],"first_seen":1528243200.2,"last_seen":1528243201.2,"packets_sent":10,"bytes_sent":1000,"packets_received":10,"bytes_received":1000}],
"signatures":[],
"attacks":[],
"ledger":{"received":100,"inspected":58,"counted":38,"not_ip":2,"missed":2}}
)");
}

TEST(Json, SignaturesStandBelowTheDevices) {
  World world;
  std::ostringstream out;
  write_json(out, {{},
                   world.catalog,
                   {},
                   {{{"doublepulsar.ping", "backdoor", "critical"}, 2, {}},
                    {{"ssh.banner", "protocol", "info"}, 14, {}}},
                   {}});
  EXPECT_EQ(out.str(), R"({"version":1,
"devices":[
],
"signatures":[{"id":"doublepulsar.ping","category":"backdoor","severity":"critical","matches":2},{"id":"ssh.banner","category":"protocol","severity":"info","matches":14}],
"attacks":[],
"ledger":{"received":0,"inspected":0,"counted":0}}
)");
}

TEST(Json, DoesNotDependOnTheOrderOfTheNotes) {
  World first;
  const std::string expected = document(first, small_network(first));
  std::mt19937 random{7};
  for (int i = 0; i < 200; ++i) {
    World world;
    std::vector<Note> notes = small_network(world);
    std::ranges::shuffle(notes, random);
    ASSERT_EQ(document(world, notes), expected);
  }
}

TEST(Json, NorOnTheOrderInWhichNamesWereEntered) {
  World first;
  const std::string expected = document(first, small_network(first));
  World world;
  for (const char* name : {"11.3", "macOS", "11.2", "11", "Windows", "Apple", "iPhone", "10"}) {
    world.catalog.intern(name);
  }
  EXPECT_EQ(document(world, small_network(world)), expected);
}

TEST(Json, AnEmptyCensusIsADocumentToo) {
  World world;
  std::ostringstream out;
  write_json(out, {{}, world.catalog, {}, {}});
  const auto read = nlohmann::json::parse(out.str());
  EXPECT_TRUE(read["devices"].empty());
  EXPECT_TRUE(read["devices"].is_array());
  EXPECT_EQ(read["ledger"], (nlohmann::json{{"received", 0}, {"inspected", 0}, {"counted", 0}}));
}

TEST(Json, ABoundThatWasHitIsSaid) {
  World world;
  std::ostringstream out;
  write_json(out, {{}, world.catalog, {}, {}, {"3 addresses were forgotten."}});
  EXPECT_EQ(nlohmann::json::parse(out.str())["limits"][0], "3 addresses were forgotten.");
}

TEST(Json, AVerdictIsOneLineFromVendorToAmbiguous) {
  World world;
  const std::vector claims{world.says(Source::http, 90, {os({"Windows"}), version({"10", "11"})})};
  EXPECT_EQ(
      verdict_json(conclude(claims, world.catalog), "", world.catalog),
      R"({"vendor":null,"family":null,"model":null,"type":null,"os":"Windows","os_version":null,"os_vendor":"Microsoft","origin":null,"os_origin":"US","confidence":0.9,"confidences":{"os":0.9},"ambiguous":{"os_version":["10","11"]}})");
}

TEST(Json, NothingKnownIsNull) {
  World world;
  EXPECT_EQ(
      verdict_json(conclude({}, world.catalog), "", world.catalog),
      R"({"vendor":null,"family":null,"model":null,"type":null,"os":null,"os_version":null,"os_vendor":null,"origin":null,"os_origin":null,"confidence":0.0,"confidences":{},"ambiguous":{}})");
}

TEST(Json, AnApplicationStandsAfterTheVerdict) {
  World world;
  const std::string json = verdict_json(conclude({}, world.catalog), "Chromium", world.catalog);
  EXPECT_TRUE(json.ends_with(R"("ambiguous":{},"application":"Chromium"})")) << json;
}

}  // namespace
}  // namespace tapcensus
