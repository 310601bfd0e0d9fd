// AFP: the machine and the name of a file server.
#include "cut_texts.hpp"

namespace tapcensus {

extern const Protocol afp;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

std::string status(const std::string& name, const std::string& machine) {
  const unsigned at = 10 + 1 + unsigned(name.size());
  const std::string body = be16(at) + std::string(8, '\0') + octets({unsigned(name.size())}) +
                           name + octets({unsigned(machine.size())}) + machine;
  return octets({1, 3, 0, 1}) + be32(0) + be32(unsigned(body.size())) + be32(0) + body;
}

TEST(Afp, ServerTellsItsMachineAndName) {
  expect_texts(afp, status("lab", "TimeCapsule8,119"),
               ElementsAre("afp.machine=TimeCapsule8,119", "afp.server_name=lab"));
}

TEST(Afp, OthersAreNotMine) {
  EXPECT_EQ(end_of(afp, status("lab", "")), What::not_mine);
  EXPECT_EQ(end_of(afp, status("lab", "a\nb")), What::not_mine);
  EXPECT_EQ(end_of(afp, octets({1, 3, 0, 1}) + be32(1) + be32(40) + be32(0)), What::not_mine);
  EXPECT_EQ(end_of(afp, octets({1, 3, 0, 1}) + be32(0) + be32(0x7fffffff) + be32(0)),
            What::not_mine);
}

}  // namespace
}  // namespace tapcensus
