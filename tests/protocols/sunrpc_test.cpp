// ONC RPC over UDP: the machine that calls.
#include "cut_texts.hpp"

namespace tapcensus {

extern const Protocol sunrpc;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

std::string call(unsigned procedure, const std::string& credentials) {
  return be32(7) + be32(0) + be32(2) + be32(100'003) + be32(3) + be32(procedure) + credentials +
         std::string(8, '\0');
}
const std::string kNobody(8, '\0');
std::string somebody(const std::string& machine) {
  const std::string padded = machine + std::string((4 - machine.size() % 4) % 4, '\0');
  const std::string body =
      be32(1) + be32(unsigned(machine.size())) + padded + be32(0) + be32(0) + be32(0);
  return be32(1) + be32(unsigned(body.size())) + body;
}

TEST(Sunrpc, CallerTellsItsMachine) {
  EXPECT_THAT(ask(sunrpc, call(1, somebody("labpc"))).texts, ElementsAre("sunrpc.machine=labpc"));
  EXPECT_EQ(ask(sunrpc, call(0, kNobody)).reading.what, What::done);
}

TEST(Sunrpc, OthersAreNotMine) {
  std::string answer = call(1, kNobody);
  answer[7] = 1;
  for (const std::string& other :
       {answer, call(1, kNobody).substr(0, 20), call(5000, kNobody),
        call(1, be32(1) + be32(20) + be32(0) + be32(0x7fffffff)), std::string(40, '\0')}) {
    EXPECT_EQ(ask(sunrpc, other).reading.what, What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus
