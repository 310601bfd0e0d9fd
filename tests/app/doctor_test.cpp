// `doctor`: the machine, an interface, and a tap that is sane or not.
#include <gmock/gmock.h>

#include "app/tapcensus.hpp"
#include "support/network.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

Json check_in(const Json& report, const std::string& section, const std::string& name) {
  for (const Json& check : report[section]) {
    if (check["check"] == name) return check;
  }
  ADD_FAILURE() << "no " << name << " in " << report.dump(1);
  return Json{{"state", "missing"}, {"finding", ""}, {"command", ""}};
}

TEST(Doctor, LooksAtTheMachine) {
  const Ended ended = tapcensus({"doctor", "--output", "json"});
  const Json report = Json::parse(ended.out);
  EXPECT_EQ(ended.status, report["failures"] == 0 ? 0 : 1);
  EXPECT_THAT(check_in(report, "machine", "patterns")["finding"].get<std::string>(),
              HasSubstr("Hyperscan 5."));
  EXPECT_EQ(check_in(report, "machine", "rules")["state"], "ok");
  for (const char* const name : {"CPUs", "huge pages", "clock", "listen", "permission"}) {
    const Json check = check_in(report, "machine", name);
    EXPECT_EQ(check.contains("command"), check["state"] != "ok") << check;
  }
  const Ended text = tapcensus({"doctor"});
  EXPECT_THAT(text.out, AllOf(HasSubstr("This machine\n"), HasSubstr("\n  ok    rules "),
                              Not(HasSubstr("\x1b"))));
}

TEST(Doctor, NamesTheInterfacesThatThereAre) {
  const Ended ended = tapcensus({"doctor", "--interface", "no-such-if"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.out, AllOf(HasSubstr("FAIL  interface    no interface 'no-such-if'"),
                               HasSubstr("lo"), Not(HasSubstr("listening"))));
}

// Two machines of which one hears the other, each with an interface named eth0.
class Wire : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const std::string lacks = Network::lacks({"ping"}); !lacks.empty()) GTEST_SKIP() << lacks;
    here_ = std::make_unique<Namespace>("doctor");
    there_ = std::make_unique<Namespace>("sender");
    here_->run("ip link add eth0 type veth peer name eth0 netns " + there_->name());
    for (const Namespace* const space : {here_.get(), there_.get()}) {
      space->run("ethtool -K eth0 tso off gso off gro off tx off rx off; ip link set eth0 up");
    }
    there_->run("ip address add 10.9.9.1/24 dev eth0");
  }

  Json doctor(int& status, const std::string& seconds = "2") {
    const Ended ended =
        ProgramIn{
            *here_, TAPCENSUS_PROGRAM,
            at_home({"doctor", "--interface", "eth0", "--seconds", seconds, "--output", "json"})}
            .wait(std::chrono::seconds{180});
    status = ended.status;
    return Json::parse(ended.out);
  }

  std::unique_ptr<Namespace> here_, there_;
};

TEST_F(Wire, SaysHowToBringAnInterfaceUp) {
  here_->run("ip link set eth0 down");
  int status = 0;
  const Json report = doctor(status);
  EXPECT_EQ(status, 1);
  EXPECT_EQ(check_in(report, "interface", "interface")["command"], "ip link set eth0 up");
  EXPECT_FALSE(report.contains("tap"));
}

TEST_F(Wire, SaysThatNothingComes) {
  there_->run("ip address del 10.9.9.1/24 dev eth0");
  int status = 0;
  const Json report = doctor(status);
  EXPECT_EQ(status, 1);
  EXPECT_EQ(check_in(report, "tap", "traffic")["state"], "failure");
  EXPECT_EQ(check_in(report, "tap", "traffic")["command"], "tcpdump -c 5 -n -i eth0");
}

TEST_F(Wire, JudgesWhatComes) {
  here_->run("ethtool -K eth0 gro on; ip link set eth0 mtu 1400");
  // ARP requests into the void, for as long as the doctor listens.
  const ProgramIn sender{
      *there_, "sh", {"-c", "while true; do ping -q -c 1 -W 1 10.9.9.2 >/dev/null; done"}};
  int status = 1;
  const Json report = doctor(status, "4");
  EXPECT_EQ(check_in(report, "interface", "interface")["state"], "ok");
  EXPECT_EQ(check_in(report, "interface", "MTU")["finding"], "1400");
  EXPECT_EQ(check_in(report, "interface", "offloads")["command"], "ethtool -K eth0 gro off");
  EXPECT_EQ(check_in(report, "tap", "traffic")["state"], "ok") << report.dump(1);
  EXPECT_EQ(check_in(report, "tap", "loss")["state"], "ok");
  EXPECT_EQ(report["failures"] == 0, status == 0);
}

}  // namespace
}  // namespace tapcensus
