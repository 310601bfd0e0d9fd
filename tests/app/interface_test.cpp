// `run --interface`: a kernel interface is a tap, and what cannot be one is answered with what to
// do.
#include <gmock/gmock.h>
#include <unistd.h>

#include "app/tapcensus.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using ::testing::HasSubstr;

TEST(Interface, AllMistakesAreAnsweredAtOnce) {
  const Ended ended = tapcensus({"run", "--interface", "lo,l0", "--interface", "lo", "--vdev",
                                 "net_pcap0,rx_pcap=no-such-file.pcap", "--listen", "127.0.0.1:0"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("--interface l0: there is no such interface; there are "));
  EXPECT_THAT(ended.err, HasSubstr("--interface lo: another tap is called lo"));
  EXPECT_THAT(ended.err, HasSubstr("no-such-file.pcap: cannot be read"));
}

TEST(Interface, SeventeenTapsAreTooMany) {
  Program::Arguments arguments{"run", "--listen", "127.0.0.1:0"};
  for (int i = 0; i < 17; ++i) {
    arguments.insert(arguments.end(), {"--vdev", "net_ring" + std::to_string(i)});
  }
  const Ended ended = tapcensus(arguments);
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("17 taps are more than the 16"));
}

TEST(Interface, WhoMayNotCaptureIsToldHow) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can become somebody who may not";
  const Ended ended =
      run("setpriv", {"--reuid", "65534", "--clear-groups", "--bounding-set=-all",
                      TAPCENSUS_PROGRAM, "run", "--interface", "lo", "--listen", "127.0.0.1:0"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("run it with sudo, or allow the program once: sudo setcap"));
}

TEST(Privileges, RootBecomesWhoCalledSudoElseAnUnprivilegedUser) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  const Program::Arguments replay{TAPCENSUS_PROGRAM, "run", "--replay", capture_path("dhcp.pcap"),
                                  "--replay-rate",   "10",  "--listen", "127.0.0.1:0"};
  const auto runs_as = [&](Program::Arguments arguments) {
    at_home({});
    Program program{"env", [&] {
                      arguments.insert(arguments.end(), replay.begin(), replay.end());
                      return arguments;
                    }()};
    std::string messages;
    eventually([&] {
      messages = program.messages();
      return messages.find("metrics:") != messages.npos || !program.running();
    });
    program.signal(SIGTERM);
    EXPECT_EQ(program.wait().status, 143) << messages;
    const std::size_t begin = messages.find("runs as ");
    return messages.substr(begin, messages.find('\n', begin) - begin);
  };
  EXPECT_EQ(runs_as({"SUDO_UID=54321", "SUDO_GID=54321"}), "runs as 54321 without privileges");
  EXPECT_THAT(runs_as({"-u", "SUDO_UID"}),
              ::testing::AnyOf("runs as nobody without privileges",
                               "runs as tapcensus without privileges"));
}

TEST(NicPort, WhatCannotBeOneIsAnsweredWithWhatToDo) {
  const Ended ended =
      tapcensus({"run", "--port", "3:0.0", "--port", "fe:1f.7", "--listen", "127.0.0.1:0"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("--port 3:0.0: not a PCI address; write it as 03:00.0"));
  EXPECT_THAT(ended.err, HasSubstr("--port 0000:fe:1f.7: there is no such device; "
                                   "dpdk-devbind.py --status lists"));
}

}  // namespace
}  // namespace tapcensus
