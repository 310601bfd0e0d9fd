// SOCKS: what is connected is read, from either side alone.
#include <gmock/gmock.h>

#include "preambles.hpp"

namespace tapcensus {

extern const Protocol socks;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

const std::string kAddress = octets({192, 0, 2, 1}) + be16(443);

TEST(Socks, AnotherProtocolBeginsBehindARequestOfVersion4) {
  expect_tls_behind(socks, octets({4, 1}) + be16(443) + octets({192, 0, 2, 1}) + "me" + '\0');
  expect_tls_behind(
      socks, octets({4, 1}) + be16(443) + octets({0, 0, 0, 1}) + '\0' + "example.org" + '\0');
}

TEST(Socks, AndBehindTheAnswer) { expect_tls_behind(socks, octets({0, 0x5a}) + kAddress); }

TEST(Socks, AnotherProtocolBeginsBehindARequestOfVersion5) {
  expect_tls_behind(socks, octets({5, 1, 0, 5, 1, 0, 1}) + kAddress);
  expect_tls_behind(socks, octets({5, 2, 0, 2, 5, 1, 0, 3, 5}) + "a.org" + be16(443));
  expect_tls_behind(socks, octets({5, 3, 0, 1, 2, 5, 1, 0, 4}) + std::string(16, 'a') + be16(443));
}

TEST(Socks, APasswordStandsBetween) {
  expect_tls_behind(socks, octets({5, 1, 2, 1, 2}) + "me" + octets({3}) + "too" +
                               octets({5, 1, 0, 1}) + kAddress);
}

TEST(Socks, TheServersSideIsToldFromTheClients) {
  expect_tls_behind(socks, octets({5, 0, 5, 0, 0, 1}) + kAddress);
  expect_tls_behind(socks, octets({5, 2, 1, 0, 5, 0, 0, 1}) + kAddress);
  expect_tls_behind(socks, octets({5, 2, 1, 0, 5, 1, 0, 1}) + kAddress);  // a client again
}

// Version 4 has too little form to be named where no port speaks for it.
TEST(Socks, BothSidesSayWhatHidesThem) {
  const auto said = [](const std::string& direction, bool guessed) {
    return follow(socks, direction, direction.size(), guessed).texts;
  };
  const std::string client5 = octets({5, 1, 0, 5, 1, 0, 1}) + kAddress;
  const std::string client4 = octets({4, 1}) + be16(443) + octets({192, 0, 2, 1}) + "me" + '\0';
  const ::testing::Matcher<std::vector<std::string>> named =
      ::testing::ElementsAre("obfuscation.kind=socks");
  EXPECT_THAT(said(client5, kGuessed), named);
  EXPECT_THAT(said(octets({5, 0, 5, 0, 0, 1}) + kAddress, kGuessed), named);
  EXPECT_THAT(said(client4, false), named);
  EXPECT_THAT(said(octets({0, 0x5a}) + kAddress, false), named);
  EXPECT_THAT(said(client4, kGuessed), ::testing::IsEmpty());
  EXPECT_THAT(said(octets({0, 0x5a}) + kAddress, kGuessed), ::testing::IsEmpty());
}

TEST(Socks, WhatIsRefusedOrNoConnectionIsNotMine) {
  for (const std::string& other :
       {octets({0, 0x5b}) + kAddress, octets({5, 0, 5, 5, 0, 1}) + kAddress,
        octets({5, 0xff, 0, 0, 0, 0, 0}), octets({5, 1, 0, 5, 3, 0, 1}) + kAddress,
        octets({5, 1, 0, 5, 1, 0, 9}) + kAddress, octets({4, 2}) + kAddress + '\0',
        octets({4, 1, 0, 0, 1, 1, 1, 1, 0}), octets({5, 0, 0x0b, 3, 16, 0, 0, 0}),
        octets({4, 1}) + be16(443) + octets({192, 0, 2, 1}) + std::string(600, 'a')}) {
    EXPECT_NE(end_of(socks, other), What::switched);
    EXPECT_NE(end_of(socks, other), What::next);
  }
}

}  // namespace
}  // namespace tapcensus
