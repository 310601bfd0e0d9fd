// /api/v1/devices: the running sensor says of its devices what `read` says of the same capture.
#include <gmock/gmock.h>

#include "app/running_sensor.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using testing::read;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr const char* kAll = "/api/v1/devices";

RunningSensor playing(const std::string& capture) {
  return RunningSensor{{"--vdev", "net_pcap0,rx_pcap=" + capture_path(capture), "--workers", "1"}};
}

Json json_of(const std::string& answer) { return Json::parse(body_of(answer)); }

// Ids are keyed: one key in `read`, one for each installation in `run`.
Json without_ids(Json devices) {
  for (Json& device : devices) device.erase("id");
  return devices;
}

TEST(Api, GivesTheDevicesThatReadGives) {
  for (const std::string name : {"office.pcap", "lossy.pcap"}) {
    const Json expected = read({capture_path(name)}).parsed();
    RunningSensor sensor = playing(name);
    Json shown;
    // The ledger is that of the last scrape, the devices are those of now.
    EXPECT_TRUE(eventually([&] {
      const std::string answer = sensor.get(kAll);
      EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 200 "),
                                HasSubstr("Content-Type: application/json\r\n")));
      shown = json_of(answer);
      return shown["ledger"]["received"] == expected["ledger"]["received"] &&
             without_ids(devices_without_counts(shown)) ==
                 without_ids(devices_without_counts(expected));
    })) << shown.dump(1);
    EXPECT_EQ(shown["version"], 1);
    EXPECT_EQ(shown["ledger"], expected["ledger"]);
    EXPECT_EQ(shown["signatures"], expected["signatures"]);
  }
}

TEST(Api, GivesADeviceWithItsEvidence) {
  RunningSensor sensor = playing("office.pcap");
  Json known;
  ASSERT_TRUE(eventually([&] {
    const Json all = json_of(sensor.get(kAll));
    for (const Json& device : all["devices"]) {
      if (!device["vendor"].is_null()) known = device;
    }
    return !known.is_null();
  }));
  const Json device = json_of(sensor.get(std::string{kAll} + "/" + known["id"].get<std::string>()));
  EXPECT_EQ(device["id"], known["id"]);
  EXPECT_EQ(device["mac"], known["mac"]);
  std::set<std::string> sources;
  ASSERT_GE(device["evidence"].size(), 1u);
  for (const Json& evidence : device["evidence"]) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : evidence.items()) keys.push_back(key);
    EXPECT_THAT(keys, IsSupersetOf({"source", "field", "value", "weight", "rule", "packet",
                                    "first_seen", "last_seen"}));
    EXPECT_GE(evidence["packet"], 1);
    EXPECT_GT(evidence["first_seen"], 0);
    sources.insert(evidence["source"].get<std::string>());
  }
  for (const Json& source : device["sources"]) {
    EXPECT_TRUE(sources.contains(source.get<std::string>())) << device.dump(1);
  }
}

TEST(Api, WhatIsNotThereIsAnsweredInJson) {
  RunningSensor sensor = playing("dhcp.pcap");
  for (const std::string id : {"d-0123456789abcdef", "d-", "%ff%22%0a", "..%2f..%2fetc"}) {
    const std::string answer = sensor.get(std::string{kAll} + "/" + id);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 404 ")) << id;
    if (id.find("%2f") != id.npos) continue;
    EXPECT_THAT(json_of(answer)["error"].get<std::string>(), HasSubstr("no such device")) << id;
  }
}

TEST(Api, ManyWhoAskAtOnceAreAllAnsweredAndScrapesGoOn) {
  RunningSensor sensor = playing("office.pcap");
  ASSERT_TRUE(eventually([&] { return sensor.ready(); }));
  std::vector<Client> clients;
  for (int client = 0; client < 40; ++client) {
    clients.emplace_back(sensor.address());
    const std::string path =
        client % 2 == 0 ? kAll : "/api/v1/devices/d-00000000000000" + std::to_string(10 + client);
    clients.back().say("GET " + path + " HTTP/1.1\r\nHost: sensor\r\nConnection: close\r\n\r\n");
  }
  EXPECT_THAT(sensor.get("/metrics"), StartsWith("HTTP/1.1 200 "));
  std::vector<std::string> answers;
  for (Client& client : clients) answers.push_back(client.hear().substr(0, 12));
  EXPECT_EQ(std::ranges::count(answers, "HTTP/1.1 200"), 20);
  EXPECT_EQ(std::ranges::count(answers, "HTTP/1.1 404"), 20);
}

TEST(Api, ASensorThatEndsLeavesNobodyWaiting) {
  RunningSensor sensor = playing("office.pcap");
  ASSERT_TRUE(eventually([&] { return sensor.ready(); }));
  std::vector<Client> clients;
  for (int client = 0; client < 20; ++client) {
    clients.emplace_back(sensor.address());
    clients.back().say("GET /api/v1/devices HTTP/1.1\r\nHost: sensor\r\n\r\n");
  }
  EXPECT_EQ(sensor.end_by(SIGTERM).status, 143);
}

}  // namespace
}  // namespace tapcensus
