// EtherNet/IP over UDP: who a device says it is.
#include "in_pieces.hpp"

namespace tapcensus {

extern const Protocol enip_udp;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

std::string message(unsigned command, const std::string& data) {
  return le16(command) + le16(static_cast<unsigned>(data.size())) + std::string(20, '\0') + data;
}
const std::string kIdentity = le16(1) + le16(0x0c) + le16(45) + le16(1) + std::string(16, '\0') +
                              le16(1) + le16(12) + le16(166) + octets({6, 1}) + le16(0) + le32(77) +
                              counted("1756-ENBT/A") + "\3";

TEST(EnipUdp, DeviceAnswersWhoItIs) {
  const Said said = ask_datagram(enip_udp, message(0x63, kIdentity), kGuessed);
  EXPECT_EQ(said.reading.what, What::done);
  EXPECT_EQ(said.texts, (Texts{"enip.vendor_id=1", "enip.device_type=12", "enip.revision=6.1",
                               "enip.product=1756-ENBT/A"}));
  expect_nothing_new_when_cut(enip_udp, message(0x63, kIdentity));
}

TEST(EnipUdp, QuestionSaysNothing) {
  EXPECT_EQ(ask_datagram(enip_udp, message(0x63, "")).reading.what, What::done);
  EXPECT_EQ(ask_datagram(enip_udp, message(0x63, ""), kGuessed).reading.what, What::not_mine);
}

TEST(EnipUdp, OthersAreNotMine) {
  for (const std::string& other :
       {std::string{"hello"}, message(0x63, kIdentity) + "x", message(0x99, ""),
        message(0x63, le16(1) + le16(0x0c) + le16(99))}) {
    EXPECT_EQ(ask_datagram(enip_udp, other).reading.what, What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus
