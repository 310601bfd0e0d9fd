// `status` and `metrics list`: what a running sensor is asked by people.
#include <gmock/gmock.h>

#include <sstream>

#include "app/running_sensor.hpp"
#include "serve/http_server.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

Ended status_of(const std::string& address, Program::Arguments more = {}) {
  Program::Arguments arguments{"status", "--address", address};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return tapcensus(arguments);
}

TEST(Status, IsOneScreen) {
  RunningSensor sensor{{"--replay", capture_path("office.pcap"), "--replay-rate", "500"}};
  ASSERT_TRUE(eventually([&] { return ledger_in(sensor.scrape()).received > 1'000; }));
  const Ended screen = status_of(sensor.address());
  EXPECT_EQ(screen.status, 0) << screen.err;
  EXPECT_THAT(screen.err, IsEmpty());
  EXPECT_THAT(screen.out, StartsWith("tapcensus "));
  for (const std::string& part :
       {"at " + sensor.address() + ": up ", std::string{"\nreplay "}, std::string{"\nloss "},
        std::string{"\nsilence "}, std::string{"\nworkers  1 busy"}, std::string{"\nmemory "},
        std::string{"\nrules "}, std::string{"\nvendors "}}) {
    EXPECT_THAT(screen.out, HasSubstr(part));
  }
  EXPECT_THAT(screen.out, Not(HasSubstr("\x1b")));  // no terminal, no colours
  std::istringstream lines{screen.out};
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) EXPECT_LE(line.size(), 80u) << line;
  EXPECT_LE(count, 23);
}

TEST(Status, AsJsonSaysWhatMetricsSay) {
  RunningSensor sensor{{"--vdev", "net_pcap0,rx_pcap=" + capture_path("office.pcap")}};
  const auto frames = recording_of(capture_path("office.pcap")).size();
  ASSERT_TRUE(eventually(
      [&] { return ledger_in(sensor.scrape()).received == static_cast<double>(frames); }));
  const Ended ended = status_of(sensor.address(), {"--output", "json"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  const Json json = Json::parse(ended.out);
  ASSERT_EQ(json["taps"].size(), 1u);
  EXPECT_EQ(json["taps"][0]["received"], frames);
  EXPECT_EQ(json["taps"][0]["packets_per_second"], 0);
  EXPECT_EQ(json["taps"][0]["checks"][0]["check"], "loss");
  EXPECT_EQ(json["taps"][0]["checks"][0]["state"], "ok");
  EXPECT_EQ(json["workers"][0]["stalled"], false);
  double devices = 0;
  for (const auto& [name, value] : sensor.scrape()) {
    if (name.starts_with("tapcensus_devices{") && name.ends_with("window=\"all\"}")) {
      devices += value;
    }
  }
  EXPECT_EQ(json["devices"]["all"], devices);
}

TEST(Status, SaysThatNobodyIsThere) {
  std::string address;
  {
    const auto server = HttpServer::start("127.0.0.1:0", {});
    address = server.value()->address();
    const Ended stranger = status_of(address);
    EXPECT_EQ(stranger.status, 1);
    EXPECT_THAT(stranger.err, AllOf(StartsWith(address), HasSubstr("no tapcensus")));
  }
  const Ended nobody = status_of(address);
  EXPECT_EQ(nobody.status, 1);
  EXPECT_THAT(nobody.err, AllOf(StartsWith(address), HasSubstr("is the sensor running")));
  EXPECT_THAT(nobody.out, IsEmpty());
  for (const std::string wrong : {"localhost", "1.2.3.4:", "::1:80", ":port"}) {
    const Ended ended = status_of(wrong);
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.err, HasSubstr("write it as 127.0.0.1:9848")) << wrong;
  }
}

TEST(Status, FlagsAreExplained) {
  const Ended wrong = tapcensus({"status", "--adress", "1.2.3.4:5"});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_THAT(wrong.err, HasSubstr("did you mean '--address'"));
  for (const std::string command : {"status", "doctor", "metrics"}) {
    const Ended help = tapcensus({command, "--help"});
    EXPECT_EQ(help.status, 0);
    EXPECT_THAT(help.out, HasSubstr("Examples:\n  tapcensus " + command));
  }
}

TEST(Metrics, AreListed) {
  const Ended text = tapcensus({"metrics", "list"});
  EXPECT_EQ(text.status, 0);
  EXPECT_THAT(text.out,
              HasSubstr("counter tapcensus_packets_total{tap,outcome} of budget health (1000 "
                        "series)\n    What became of each frame."));
  const Json list = Json::parse(tapcensus({"metrics", "list", "--output", "json"}).out);
  EXPECT_GT(list.size(), 60u);
  for (const Json& metric : list) {
    EXPECT_THAT(text.out, HasSubstr(metric["name"].get<std::string>()));
    EXPECT_THAT(metric["help"].get<std::string>(), Not(IsEmpty()));
  }
}

}  // namespace
}  // namespace tapcensus
