// `read` as the contract has it: keys, exit statuses, what goes where.
#include <gmock/gmock.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "app/tapcensus.hpp"
#include "support/frame.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::read;
using ::testing::StartsWith;

std::vector<std::string> keys_of(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

// A capture of `count` frames between two hosts.
std::string small_capture(const Scratch& scratch, std::uint32_t link_type = 1,
                          std::size_t count = 3) {
  const std::string path = scratch.in("small.pcap");
  PcapWriter writer{path, link_type};
  for (std::size_t i = 0; i < count; ++i) {
    const std::string frame =
        ethernet(kClient, kServer).ipv4("10.0.0.1", "10.0.0.2").tcp(50'000, 80).bytes();
    writer.write(as_bytes(frame), Tick{(1'528'243'200 + i) * kSecond});
  }
  return path;
}

TEST(Read, JsonHasTheKeysOfTheContract) {
  const Json census = read({capture_path("office.pcap")}).parsed();
  EXPECT_THAT(keys_of(census),
              ElementsAre("version", "devices", "signatures", "attacks", "ledger"));
  EXPECT_EQ(census["version"], 1);
  ASSERT_GT(census["devices"].size(), 10u);
  for (const Json& device : census["devices"]) {
    ASSERT_THAT(
        keys_of(device),
        ElementsAre("id", "ip", "mac", "vendor", "family", "model", "type", "os", "os_version",
                    "os_vendor", "origin", "os_origin", "confidence", "confidences", "ambiguous",
                    "sources", "contradictions", "first_seen", "last_seen", "packets_sent",
                    "bytes_sent", "packets_received", "bytes_received"));
    EXPECT_THAT(device["id"].get<std::string>(), StartsWith("d-"));
    for (const auto& [level, values] : device["ambiguous"].items()) {
      EXPECT_TRUE(device[level].is_null()) << level;
      EXPECT_GE(values.size(), 2u);
    }
    for (const auto& [level, probability] : device["confidences"].items()) {
      EXPECT_FALSE(device[level].is_null()) << level;
      EXPECT_THAT(probability.get<double>(), ::testing::AllOf(::testing::Gt(0), ::testing::Le(1)));
    }
  }
}

TEST(Read, LedgerOfEveryCaptureSums) {
  for (const std::string& name : capture_names()) {
    const Json ledger = read({capture_path(name)}).parsed()["ledger"];
    std::uint64_t sum = 0;
    for (const auto& [outcome, count] : ledger.items()) {
      if (outcome != "received") sum += count.get<std::uint64_t>();
    }
    EXPECT_EQ(ledger["received"], sum) << name;
    EXPECT_EQ(sum, recording_of(capture_path(name)).size()) << name;
  }
}

TEST(Read, KnowsTheDevicesOfTheOffice) {
  std::map<std::string, Json> devices;
  const Json census = read({capture_path("office.pcap")}).parsed();
  for (const Json& device : census["devices"]) {
    for (const Json& ip : device["ip"]) devices[ip] = device;
  }
  const auto is = [&](const std::string& ip, const char* level, const char* value) {
    EXPECT_EQ(devices["192.168.1." + ip][level], value) << ip << ' ' << level;
  };
  is("20", "vendor", "Apple"), is("20", "type", "phone"), is("20", "os", "iOS");
  is("21", "vendor", "Samsung"), is("21", "os", "Android");
  is("23", "os", "Windows"), is("24", "os", "macOS"), is("25", "vendor", "Roku");
  is("26", "type", "printer"), is("27", "vendor", "Raspberry Pi"), is("28", "family", "Chromecast");
  is("1", "type", "router");
  EXPECT_THAT(devices["192.168.1.30"]["contradictions"], Not(IsEmpty()));
}

TEST(Read, TableAndCsvSayWhoIsThere) {
  const Ended table = tapcensus({"read", capture_path("office.pcap")});
  EXPECT_EQ(table.status, 0);
  EXPECT_THAT(table.out, HasSubstr("192.168.1.20"));
  EXPECT_THAT(table.out, HasSubstr("iPhone"));
  EXPECT_THAT(table.out, HasSubstr("2264 packets received"));

  const Ended csv = tapcensus({"read", "--output", "csv", capture_path("office.pcap")});
  EXPECT_EQ(csv.status, 0);
  EXPECT_THAT(csv.out, StartsWith("id,ip,mac,vendor,family,model,type,os,"));
  const auto lines = std::ranges::count(csv.out, '\n');
  EXPECT_EQ(lines, 1 + read({capture_path("office.pcap")}).parsed()["devices"].size());
}

TEST(Read, MessagesGoToStandardErrorOnly) {
  const Ended good = tapcensus({"read", capture_path("dhcp.pcap")});
  EXPECT_THAT(good.err, IsEmpty());
  const Ended bad = tapcensus({"read", "--output", "json", "no-such-file.pcap"});
  EXPECT_TRUE(Json::accept(bad.out));
  EXPECT_THAT(bad.err, HasSubstr("no-such-file.pcap"));
}

TEST(Read, MissingFileIsNamedAndTheOthersAreRead) {
  const Reading reading =
      read({capture_path("dhcp.pcap"), "no-such-file.pcap", capture_path("mdns.pcap")});
  EXPECT_EQ(reading.status, 1);
  EXPECT_THAT(reading.err, HasSubstr("no-such-file.pcap: No such file"));
  EXPECT_EQ(reading.parsed()["ledger"]["received"],
            recording_of(capture_path("dhcp.pcap")).size() +
                recording_of(capture_path("mdns.pcap")).size());
}

TEST(Read, FileThatIsNoCaptureFails) {
  const Scratch scratch;
  for (const std::string content : {"", "not a capture at all, but long enough"}) {
    const Reading reading = read({scratch.write("odd", content)});
    EXPECT_EQ(reading.status, 1);
    EXPECT_THAT(reading.err, HasSubstr(scratch.in("odd")));
  }
  EXPECT_EQ(read({scratch.in("")}).status, 1) << "a directory";
}

TEST(Read, CaptureThatEndsInAPacketCountsWhatWasWhole) {
  const Scratch scratch;
  const std::string whole = content_of(small_capture(scratch));
  const Reading reading = read({scratch.write("cut.pcap", whole.substr(0, whole.size() - 7))});
  EXPECT_EQ(reading.status, 0);
  EXPECT_THAT(reading.err, HasSubstr("warning"));
  EXPECT_THAT(reading.err, HasSubstr("cut.pcap"));
  EXPECT_EQ(reading.parsed()["ledger"]["received"], 2);
}

TEST(Read, UnknownLinkTypeIsAWarning) {
  const Scratch scratch;
  const Reading reading = read({small_capture(scratch, 147)});
  EXPECT_EQ(reading.status, 0);
  EXPECT_THAT(reading.err, HasSubstr("147"));
  EXPECT_EQ(reading.parsed()["ledger"]["unsupported_link"], 3);
  EXPECT_EQ(reading.parsed()["ledger"]["received"], 3);
}

TEST(Read, BadFlagsAreAnsweredWithASuggestion) {
  const auto expect_bad = [](const Program::Arguments& arguments, const std::string& sentence) {
    const Ended ended = tapcensus(arguments);
    EXPECT_EQ(ended.status, 2) << arguments.back();
    EXPECT_THAT(ended.err, HasSubstr(sentence));
    EXPECT_THAT(ended.out, IsEmpty());
  };
  expect_bad({"raed", "x"}, "'read'");
  expect_bad({"read", "--wokers", "2", "x"}, "'--workers'");
  expect_bad({"read"}, "required");
  expect_bad({"read", "--workers", "0", "x"}, "--workers");
  expect_bad({"read", "--output", "xml", "x"}, "--output");
  expect_bad({"read", "--scope", "10.0.0.0/99", "x"}, "10.0.0.0/99");
  expect_bad({"read", "--memory", "much", "x"}, "512M");
  expect_bad({"read", "--filter", "tcp prot 80", "x"}, "--filter: 'tcp prot 80' is no filter");
  expect_bad({"classify", "http.user_agnet"}, "'http.user_agent'");
  expect_bad({"run"}, "--replay");
}

TEST(Read, BadRulesAreAnsweredWithTheirPlace) {
  const Scratch scratch;
  scratch.write("taxonomy.toml", "[vendors]\nApple = { country = \"US\" }\n");
  scratch.write("phones.toml",
                "[[rule]]\ndevice = { vendor = \"Appel\" }\nwhen = \"http.user_agent\"\n"
                "is = \"x\"\nweight = 50\nexamples = [\"x\"]\n");
  const Ended ended = tapcensus({"read", "--rules", scratch.in(""), capture_path("dhcp.pcap")});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, ::testing::ContainsRegex("phones\\.toml:2:[0-9]+: "));
  EXPECT_THAT(ended.out, IsEmpty());
}

TEST(Read, FullDiskFails) {
  for (const std::string form : {"json", "csv", "table"}) {
    Tapcensus program{
        {"read", "--output", form, capture_path("dhcp.pcap")}, "/dev/null", "/dev/full"};
    const Ended ended = program.wait();
    EXPECT_EQ(ended.status, 1) << form;
    EXPECT_THAT(ended.err, HasSubstr("standard output")) << form;
  }
  for (const std::string flag : {"--facts", "--metrics"}) {
    const Ended ended = tapcensus({"read", flag, "/dev/full", capture_path("office.pcap")});
    EXPECT_EQ(ended.status, 1) << flag;
    EXPECT_THAT(ended.err, HasSubstr("/dev/full")) << flag;
  }
}

TEST(Read, ReaderThatLeavesEarlyIsAFailure) {
  const Scratch scratch;
  ASSERT_EQ(mkfifo(scratch.in("tap").c_str(), 0600), 0);
  ASSERT_EQ(mkfifo(scratch.in("pipe").c_str(), 0600), 0);
  const int tap = open(scratch.in("tap").c_str(), O_RDWR | O_CLOEXEC);
  const int reader = open(scratch.in("pipe").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  Tapcensus program{{"read", "--output", "json", "-"}, scratch.in("tap"), scratch.in("pipe")};
  close(reader);
  const std::string content = content_of(capture_path("dhcp.pcap"));
  ASSERT_EQ(::write(tap, content.data(), content.size()), static_cast<ssize_t>(content.size()));
  close(tap);
  const Ended ended = program.wait();
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.err, HasSubstr("standard output"));
}

TEST(Read, InterruptPrintsWhatThereIs) {
  const Scratch scratch;
  ASSERT_EQ(mkfifo(scratch.in("tap").c_str(), 0600), 0);
  const int tap = open(scratch.in("tap").c_str(), O_RDWR | O_CLOEXEC);
  for (const std::string workers : {"1", "2"}) {
    Tapcensus program{{"read", "--output", "json", "--workers", workers, "-"}, scratch.in("tap")};
    const std::string content = content_of(capture_path("dhcp.pcap"));
    ASSERT_EQ(::write(tap, content.data(), content.size()), static_cast<ssize_t>(content.size()));
    // All of it has been taken from the pipe.
    ASSERT_TRUE(eventually([&] {
      int waiting = 1;
      return ioctl(tap, FIONREAD, &waiting) == 0 && waiting == 0;
    }));
    program.signal(SIGINT);
    const Ended ended = program.wait();
    EXPECT_EQ(ended.status, 130);
    EXPECT_EQ(Json::parse(ended.out)["ledger"]["received"],
              recording_of(capture_path("dhcp.pcap")).size());
  }
  close(tap);
}

TEST(Read, ScopeAndMinSourcesLeaveDevicesOut) {
  const Json all = read({capture_path("office.pcap")}).parsed()["devices"];
  const Json scoped =
      read({capture_path("office.pcap"), "--scope", "192.168.1.20/32,192.168.1.26/32"})
          .parsed()["devices"];
  EXPECT_EQ(scoped.size(), 2u);
  const Json sure = read({capture_path("office.pcap"), "--min-sources", "3"}).parsed()["devices"];
  EXPECT_LT(sure.size(), all.size());
  EXPECT_GT(sure.size(), 3u);
}

// What a filter leaves out is in the ledger, and no device that only it showed is in the census.
TEST(Read, AFilterLeavesFramesOut) {
  const Json all = read({capture_path("office.pcap")}).parsed();
  const Json some = read({capture_path("office.pcap"), "--filter", "host 192.168.1.20"}).parsed();
  EXPECT_GT(some["ledger"]["filtered"], 100);
  EXPECT_EQ(some["ledger"]["received"], all["ledger"]["received"]);
  EXPECT_LT(some["devices"].size(), all["devices"].size());
  const Json rest =
      read({capture_path("office.pcap"), "--filter", "not host 192.168.1.20"}).parsed();
  EXPECT_EQ(some["ledger"]["filtered"].get<int>() + rest["ledger"]["filtered"].get<int>(),
            all["ledger"]["received"].get<int>());
}

TEST(Read, ADepthOrMemoryThatIsSmallIsStillACensus) {
  const Reading reading = read({capture_path("office.pcap"), "--depth", "2048", "--memory", "64K"});
  EXPECT_EQ(reading.status, 0) << reading.err;
  EXPECT_GT(reading.parsed()["devices"].size(), 10u);
}

}  // namespace
}  // namespace tapcensus
