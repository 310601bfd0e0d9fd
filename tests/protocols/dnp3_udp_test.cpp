// DNP3 over UDP: what an outstation says it is.
#include "dnp3_words.hpp"

namespace tapcensus {

extern const Protocol dnp3_udp;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

const std::string kAnswer = dnp3_frame("\xc0" + dnp3_response(dnp3_attribute(250, "RTU-7")));

TEST(Dnp3Udp, AttributesNameTheProduct) {
  EXPECT_EQ(ask_datagram(dnp3_udp, kAnswer, kGuessed).texts, Texts{"dnp3.device=RTU-7"});
  expect_nothing_new_when_cut(dnp3_udp, kAnswer);
}

TEST(Dnp3Udp, OthersAreNotMine) {
  for (const std::string& other :
       {std::string{"hello world"}, kAnswer.substr(0, 20), kAnswer.substr(1)}) {
    EXPECT_EQ(ask_datagram(dnp3_udp, other).reading.what, What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus
