// ONC RPC over TCP: the machine that calls.
#include "cut_texts.hpp"

namespace tapcensus {

extern const Protocol sunrpc_tcp;

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

std::string record(const std::string& message) {
  return be32(0x8000'0000 | unsigned(message.size())) + message;
}

TEST(SunrpcTcp, CallerTellsItsMachine) {
  expect_texts(sunrpc_tcp, record(call(0, kNobody)) + record(call(1, somebody("labpc"))),
               ElementsAre("sunrpc.machine=labpc"));
}

TEST(SunrpcTcp, OthersAreNotMine) {
  EXPECT_EQ(end_of(sunrpc_tcp, record(std::string(50, 'a'))), What::not_mine);
  EXPECT_EQ(end_of(sunrpc_tcp, record("short")), What::not_mine);
  EXPECT_EQ(end_of(sunrpc_tcp, be32(0xffff'ffff) + call(0, kNobody)), What::not_mine);
}

}  // namespace
}  // namespace tapcensus
