// A DHCP client tells what it is; a server and a relay tell whose an address is, and no more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "said.hpp"

namespace tapcensus {

extern const Protocol dhcp;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

constexpr MacAddress kPhone{{0xf0, 0x99, 0xb6, 0, 0, 1}};

// A message built in words.
class Message {
 public:
  Message(unsigned operation, unsigned type) : operation_{operation} {
    if (type != 0) option(53, octets({type}));
  }
  Message& option(unsigned code, const std::string& value) {
    options_ += octets({code, static_cast<unsigned>(value.size())}) + value;
    return *this;
  }
  Message& raw_options(const std::string& bytes) {
    options_ += bytes;
    return *this;
  }
  Message& client(std::string_view address) { return at(12, octets_of(ip(address))); }
  Message& yours(std::string_view address) { return at(16, octets_of(ip(address))); }
  Message& relay(std::string_view address) { return at(24, octets_of(ip(address))); }
  Message& hardware_size(unsigned size) { return at(2, octets({size})); }
  Message& server_name(const std::string& bytes) { return at(44, bytes); }
  Message& file(const std::string& bytes) { return at(108, bytes); }

  operator std::string() const {
    std::string bytes = octets({operation_, 1, 6, 0}) + std::string(24, '\0') + octets_of(kPhone) +
                        std::string(202, '\0') + be32(0x63825363) + options_ + "\xff";
    for (const auto& [offset, value] : changes_) bytes.replace(offset, value.size(), value);
    return bytes;
  }

 private:
  Message& at(std::size_t offset, const std::string& value) {
    changes_.emplace_back(offset, value);
    return *this;
  }

  unsigned operation_;
  std::string options_;
  std::vector<std::pair<std::size_t, std::string>> changes_;
};

Message discover() { return {1, 1}; }
Message request() { return {1, 3}; }
Message ack() { return {2, 5}; }

TEST(Dhcp, ClientTellsItsParametersVendorClassAndName) {
  const std::string bytes =
      discover().option(55, octets({1, 3, 6, 252})).option(60, "MSFT 5.0").option(12, "DESKTOP-7");
  const Said said = ask(dhcp, bytes);
  EXPECT_EQ(said.reading.what, Reading::What::done);
  EXPECT_THAT(said.texts, ElementsAre("dhcp.params=1,3,6,252", "dhcp.vendor_class=MSFT 5.0",
                                      "dhcp.hostname=DESKTOP-7"));
  EXPECT_EQ(said.about, "f0:99:b6:00:00:01");
}

TEST(Dhcp, TextsBehindARelayAreAboutTheClient) {
  const std::string bytes = discover().relay("10.0.0.1").option(60, "android-dhcp-13");
  const Said said = ask(dhcp, bytes);
  EXPECT_THAT(said.texts, ElementsAre("dhcp.vendor_class=android-dhcp-13"));
  EXPECT_EQ(said.about, "f0:99:b6:00:00:01");
}

TEST(Dhcp, RelayedClientWithoutEthernetAddressIsNotTakenForTheRelay) {
  const std::string bytes =
      discover().relay("10.0.0.1").hardware_size(0).option(60, "android-dhcp-13");
  EXPECT_THAT(ask(dhcp, bytes).texts, IsEmpty());
}

TEST(Dhcp, WhatAServerRepliesIsNotTheClients) {
  const std::string bytes =
      ack().yours("10.0.0.5").option(60, "PXEClient").option(12, "given-name").option(55, "\x01");
  const Said said = ask(dhcp, bytes);
  EXPECT_THAT(said.texts, IsEmpty());
  EXPECT_THAT(said.claims, ElementsAre("f0:99:b6:00:00:01 owns 10.0.0.5"));
}

TEST(Dhcp, OfferDoesNotGiveTheAddressYet) {
  const std::string bytes = Message{2, 2}.yours("10.0.0.5");
  EXPECT_THAT(ask(dhcp, bytes).claims, IsEmpty());
}

TEST(Dhcp, RenewingClientOwnsItsAddress) {
  const std::string bytes = request().client("10.0.0.5").option(12, "phone");
  EXPECT_THAT(ask(dhcp, bytes).claims, ElementsAre("f0:99:b6:00:00:01 owns 10.0.0.5"));
}

TEST(Dhcp, LeaseQueryIsTheWordOfARelay) {
  const std::string bytes = Message{1, 10}.client("10.0.0.5").option(55, octets({51, 82}));
  const Said said = ask(dhcp, bytes);
  EXPECT_THAT(said.texts, IsEmpty());
  EXPECT_THAT(said.claims, IsEmpty());
  EXPECT_EQ(said.about, "");
}

TEST(Dhcp, LongOptionsAreJoined) {
  const std::string bytes = discover().option(60, "android-").option(12, "x").option(60, "dhcp-9");
  EXPECT_THAT(ask(dhcp, bytes).texts,
              ElementsAre("dhcp.vendor_class=android-dhcp-9", "dhcp.hostname=x"));
}

TEST(Dhcp, OptionsGoOnInFileAndServerName) {
  const std::string bytes = discover()
                                .option(52, octets({3}))
                                .option(60, "one ")
                                .file(octets({60, 4}) + "two " + octets({255}))
                                .server_name(octets({0, 60, 5}) + "three" + octets({255}));
  EXPECT_THAT(ask(dhcp, bytes).texts, ElementsAre("dhcp.vendor_class=one two three"));
}

TEST(Dhcp, ServerNameIsNoOptionUnlessOverloaded) {
  const std::string bytes = discover().server_name(octets({60, 5}) + "three" + octets({255}));
  EXPECT_THAT(ask(dhcp, bytes).texts, IsEmpty());
}

TEST(Dhcp, PadsAreSkippedAndNothingIsReadBehindTheEnd) {
  const std::string bytes = discover()
                                .raw_options(octets({0, 0, 0}))
                                .option(12, "before")
                                .raw_options(octets({255}))
                                .option(60, "behind");
  EXPECT_THAT(ask(dhcp, bytes).texts, ElementsAre("dhcp.hostname=before"));
}

TEST(Dhcp, TrailingZerosAreNoPartOfAText) {
  const std::string bytes = discover().option(12, std::string("phone\0\0", 7)).option(60, {'\0'});
  EXPECT_THAT(ask(dhcp, bytes).texts, ElementsAre("dhcp.hostname=phone"));
}

TEST(Dhcp, OptionsBeforeACutAreKept) {
  std::string bytes = discover().option(12, "phone").option(60, "android-dhcp-13");
  bytes.resize(bytes.size() - 4);
  EXPECT_THAT(ask(dhcp, bytes).texts, ElementsAre("dhcp.hostname=phone"));
}

TEST(Dhcp, HundredsOfRepeatedOptionsAreBounded) {
  Message message = discover();
  for (int i = 0; i < 20; ++i) message.option(55, std::string(255, '\xff'));
  const Said said = ask(dhcp, std::string{message});
  ASSERT_EQ(said.texts.size(), 1u);
  EXPECT_EQ(said.texts[0].size(), std::string{"dhcp.params="}.size() + 512 * 4 - 1);
}

TEST(Dhcp, OtherMessagesOnThePortAreNotMine) {
  std::string no_magic = discover();
  no_magic[236] = 0;
  std::string bad_operation = discover();
  bad_operation[0] = 3;
  for (const std::string& bytes :
       {no_magic, bad_operation, std::string(100, '\1'), std::string{}}) {
    EXPECT_EQ(ask(dhcp, bytes).reading.what, Reading::What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus
