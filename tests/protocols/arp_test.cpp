// ARP says whose an IPv4 address is, and only what the sender knows at first hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "said.hpp"

namespace tapcensus {

extern const Protocol arp;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

constexpr unsigned kRequest = 1, kReply = 2;
const std::string kIpv4OverEthernet = octets({0, 1, 8, 0, 6, 4});
const std::string kPhone = octets({0xf0, 0x99, 0xb6, 0, 0, 1});
const std::string kOther = octets({0x3c, 0x07, 0x54, 0, 0, 2});

std::string message(unsigned operation, const std::string& sender, std::string_view sender_ip,
                    std::string_view target_ip) {
  return kIpv4OverEthernet + be16(operation) + sender + octets_of(ip(sender_ip)) + kOther +
         octets_of(ip(target_ip));
}

TEST(Arp, SenderOwnsItsAddressInRequestsAndReplies) {
  for (const unsigned operation : {kRequest, kReply}) {
    const Said said = ask(arp, message(operation, kPhone, "10.0.0.5", "10.0.0.1"));
    EXPECT_THAT(said.claims, ElementsAre("f0:99:b6:00:00:01 owns 10.0.0.5"));
  }
}

TEST(Arp, AnnouncementIsAClaim) {
  const Said said = ask(arp, message(kRequest, kPhone, "10.0.0.5", "10.0.0.5"));
  EXPECT_THAT(said.claims, ElementsAre("f0:99:b6:00:00:01 owns 10.0.0.5"));
}

TEST(Arp, ProbeClaimsNothing) {
  EXPECT_THAT(ask(arp, message(kRequest, kPhone, "0.0.0.0", "10.0.0.5")).claims, IsEmpty());
}

TEST(Arp, AddressesThatNobodyCanOwnAreNotClaimed) {
  EXPECT_THAT(ask(arp, message(kReply, kPhone, "224.0.0.1", "10.0.0.1")).claims, IsEmpty());
  EXPECT_THAT(ask(arp, message(kReply, kPhone, "255.255.255.255", "10.0.0.1")).claims, IsEmpty());
  const std::string everyone(6, '\xff'), nobody(6, '\0');
  EXPECT_THAT(ask(arp, message(kReply, everyone, "10.0.0.5", "10.0.0.1")).claims, IsEmpty());
  EXPECT_THAT(ask(arp, message(kReply, nobody, "10.0.0.5", "10.0.0.1")).claims, IsEmpty());
}

TEST(Arp, FramePaddingBehindTheMessageDoesNotMatter) {
  const std::string padded =
      message(kReply, kPhone, "10.0.0.5", "10.0.0.1") + std::string(18, '\0');
  EXPECT_THAT(ask(arp, padded).claims, ElementsAre("f0:99:b6:00:00:01 owns 10.0.0.5"));
}

TEST(Arp, OtherHardwareOtherOperationsAndCutMessagesAreNotMine) {
  const std::string whole = message(kReply, kPhone, "10.0.0.5", "10.0.0.1");
  std::string infiniband = whole;
  infiniband[1] = 32;
  for (const std::string& bytes : {infiniband, message(8, kPhone, "10.0.0.5", "10.0.0.1"),
                                   whole.substr(0, 17), std::string{}}) {
    const Said said = ask(arp, bytes);
    EXPECT_EQ(said.reading.what, Reading::What::not_mine);
    EXPECT_THAT(said.claims, IsEmpty());
  }
}

}  // namespace
}  // namespace tapcensus
