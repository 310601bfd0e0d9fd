// A DHCP client tells what it is; a server and a relay tell whose an address is, and no more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "said.hpp"

namespace tapcensus {

extern const Protocol dhcp;

namespace {

using ::testing::Contains;
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

// What is said but for the codes of all options, which each client's message has.
std::vector<std::string> texts_of(const std::string& bytes) {
  std::vector<std::string> texts = ask(dhcp, bytes).texts;
  std::erase_if(texts, [](const std::string& text) { return text.starts_with("dhcp.options="); });
  return texts;
}

Message discover() { return {1, 1}; }
Message request() { return {1, 3}; }
Message ack() { return {2, 5}; }

TEST(Dhcp, ClientTellsItsParametersVendorClassAndName) {
  const std::string bytes =
      discover().option(55, octets({1, 3, 6, 252})).option(60, "MSFT 5.0").option(12, "DESKTOP-7");
  const Said said = ask(dhcp, bytes);
  EXPECT_EQ(said.reading.what, Reading::What::done);
  EXPECT_THAT(texts_of(bytes), ElementsAre("dhcp.params=1,3,6,252", "dhcp.vendor_class=MSFT 5.0",
                                           "dhcp.hostname=DESKTOP-7"));
  EXPECT_EQ(said.about, "f0:99:b6:00:00:01");
}

TEST(Dhcp, TextsBehindARelayAreAboutTheClient) {
  const std::string bytes = discover().relay("10.0.0.1").option(60, "android-dhcp-13");
  const Said said = ask(dhcp, bytes);
  EXPECT_THAT(texts_of(bytes), ElementsAre("dhcp.vendor_class=android-dhcp-13"));
  EXPECT_EQ(said.about, "f0:99:b6:00:00:01");
}

TEST(Dhcp, RelayedClientWithoutEthernetAddressIsNotTakenForTheRelay) {
  const std::string bytes =
      discover().relay("10.0.0.1").hardware_size(0).option(60, "android-dhcp-13");
  EXPECT_THAT(texts_of(bytes), IsEmpty());
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
  EXPECT_THAT(texts_of(bytes), ElementsAre("dhcp.vendor_class=android-dhcp-9", "dhcp.hostname=x"));
}

TEST(Dhcp, OptionsGoOnInFileAndServerName) {
  const std::string bytes = discover()
                                .option(52, octets({3}))
                                .option(60, "one ")
                                .file(octets({60, 4}) + "two " + octets({255}))
                                .server_name(octets({0, 60, 5}) + "three" + octets({255}));
  EXPECT_THAT(texts_of(bytes), ElementsAre("dhcp.vendor_class=one two three"));
}

TEST(Dhcp, ServerNameIsNoOptionUnlessOverloaded) {
  const std::string bytes = discover().server_name(octets({60, 5}) + "three" + octets({255}));
  EXPECT_THAT(texts_of(bytes), IsEmpty());
}

TEST(Dhcp, PadsAreSkippedAndNothingIsReadBehindTheEnd) {
  const std::string bytes = discover()
                                .raw_options(octets({0, 0, 0}))
                                .option(12, "before")
                                .raw_options(octets({255}))
                                .option(60, "behind");
  EXPECT_THAT(texts_of(bytes), ElementsAre("dhcp.hostname=before"));
}

TEST(Dhcp, TrailingZerosAreNoPartOfAText) {
  const std::string bytes = discover().option(12, std::string("phone\0\0", 7)).option(60, {'\0'});
  EXPECT_THAT(texts_of(bytes), ElementsAre("dhcp.hostname=phone"));
}

TEST(Dhcp, OptionsBeforeACutAreKept) {
  std::string bytes = discover().option(12, "phone").option(60, "android-dhcp-13");
  bytes.resize(bytes.size() - 4);
  EXPECT_THAT(texts_of(bytes), ElementsAre("dhcp.hostname=phone"));
}

TEST(Dhcp, HundredsOfRepeatedOptionsAreBounded) {
  Message message = discover();
  for (int i = 0; i < 20; ++i) message.option(55, std::string(255, '\xff'));
  const std::vector<std::string> texts = texts_of(message);
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_EQ(texts[0].size(), std::string{"dhcp.params="}.size() + 512 * 4 - 1);
}

TEST(Dhcp, OptionsAreListedAsTheClientOrderedThem) {
  const std::string bytes = discover()
                                .option(61, "\1abcdef")
                                .option(55, octets({1, 3}))
                                .raw_options(octets({0, 0}))
                                .option(12, "x");
  EXPECT_THAT(ask(dhcp, bytes).texts, Contains("dhcp.options=53,61,55,12,255"));
}

TEST(Dhcp, WhatARelayAddedIsNotAmongTheClientsOptions) {
  const std::string bytes = discover().relay("10.0.0.1").option(82, octets({1, 1, 65}));
  EXPECT_THAT(ask(dhcp, bytes).texts, ElementsAre("dhcp.relay_info=1=A", "dhcp.options=53,255"));
}

TEST(Dhcp, OptionsOfACutMessageAreNotListed) {
  const std::string whole = discover().option(12, "phone");
  EXPECT_THAT(ask(dhcp, whole.substr(0, whole.size() - 3)).texts, IsEmpty());
  Layers layers;
  layers.payload_length = static_cast<std::uint32_t>(whole.size());
  EXPECT_THAT(ask(dhcp, whole.substr(0, whole.size() - 1), layers).texts,
              ElementsAre("dhcp.hostname=phone"));
}

TEST(Dhcp, LargestMessageIsANumber) {
  EXPECT_THAT(texts_of(discover().option(57, be16(1500))), ElementsAre("dhcp.max_size=1500"));
  EXPECT_THAT(texts_of(discover().option(57, "\5")), IsEmpty());
}

TEST(Dhcp, ClientIdentifierIsAnAddressATextOrADuid) {
  const auto identifier = [](const std::string& value) {
    return texts_of(discover().option(61, value));
  };
  EXPECT_THAT(identifier(octets({1}) + octets_of(kPhone)),
              ElementsAre("dhcp.client_id=1/f0:99:b6:00:00:01"));
  EXPECT_THAT(identifier(std::string{"\0cisco-f099.b600.0001-Vl1", 25}),
              ElementsAre("dhcp.client_id=0/cisco-f099.b600.0001-Vl1"));
  EXPECT_THAT(identifier("gate-7"), ElementsAre("dhcp.client_id=gate-7"));
  EXPECT_THAT(identifier(octets({1}) + "RAS " + octets({0xf0, 0x99})),
              ElementsAre("dhcp.client_id=1/52:41:53:20:f0:99"));
  EXPECT_THAT(identifier(octets({255, 0xb6, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0}) + octets_of(kPhone)),
              ElementsAre("dhcp.client_id=255/b6000001/llt/1/256/f0:99:b6:00:00:01"));
  EXPECT_THAT(identifier(octets({255, 0, 0, 0, 7, 0, 2, 0, 0, 0xab, 0x11, 0xde, 0xad})),
              ElementsAre("dhcp.client_id=255/00000007/en/43793/dead"));
  EXPECT_THAT(identifier(octets({255, 1, 2})), ElementsAre("dhcp.client_id=255/0102"));
  EXPECT_THAT(identifier("\1"), IsEmpty());
}

TEST(Dhcp, UserClassHasLengthsOrNot) {
  const auto user_class = [](const std::string& value) {
    return texts_of(discover().option(77, value));
  };
  EXPECT_THAT(user_class("\4iPXE"), ElementsAre("dhcp.user_class=iPXE"));
  EXPECT_THAT(user_class("\4iPXE\3lab"), ElementsAre("dhcp.user_class=iPXE,lab"));
  EXPECT_THAT(user_class("RRAS.Microsoft"), ElementsAre("dhcp.user_class=RRAS.Microsoft"));
  EXPECT_THAT(user_class(std::string{"office\0", 7}), ElementsAre("dhcp.user_class=office"));
}

TEST(Dhcp, FullNameIsInLabelsOrAText) {
  const auto name = [](unsigned flags, const std::string& value) {
    return texts_of(discover().option(81, octets({flags, 0, 0}) + value));
  };
  EXPECT_THAT(name(0, "pc.example.org"), ElementsAre("dhcp.client_fqdn=pc.example.org"));
  EXPECT_THAT(name(5, std::string{"\2pc\7example\3org\0", 16}),
              ElementsAre("dhcp.client_fqdn=pc.example.org"));
  EXPECT_THAT(name(4, "\2pc"), ElementsAre("dhcp.client_fqdn=pc"));
  EXPECT_THAT(name(4, "\7pc"), IsEmpty());
  EXPECT_THAT(name(4, octets({0xc0, 0})), IsEmpty());
  EXPECT_THAT(name(0, ""), IsEmpty());
}

TEST(Dhcp, BootProgramsTellWhatTheyCanBoot) {
  EXPECT_THAT(texts_of(discover().option(93, be16(7))), ElementsAre("dhcp.architecture=7"));
  EXPECT_THAT(texts_of(discover().option(93, be16(0) + be16(6))),
              ElementsAre("dhcp.architecture=0,6"));
}

TEST(Dhcp, EnterprisesAreAFactEach) {
  const std::string classes = be32(311) + "\x09\x08MSFT 5.0" + be32(9) + "\6\2ab\2cd";
  EXPECT_THAT(texts_of(discover().option(124, classes)),
              ElementsAre("dhcp.vi_vendor_class=311:MSFT 5.0", "dhcp.vi_vendor_class=9:ab,cd"));
  EXPECT_THAT(texts_of(discover().option(124, be32(311) + "\x09\x0aMSFT 5.0")), IsEmpty());
  const std::string device = be32(3561) + octets({17}) + "\1\6" + "00A1B2" + "\3\7" + "Gate-7a";
  EXPECT_THAT(texts_of(discover().option(125, device)),
              ElementsAre("dhcp.vi_vendor_info=3561:1=00A1B2,3=Gate-7a"));
}

TEST(Dhcp, RelayInformationIsTextOrOctets) {
  const std::string circuit = octets({1, 4, 0, 4, 0, 1}) + octets({2, 3}) + "sw7";
  EXPECT_THAT(texts_of(discover().relay("10.0.0.1").option(82, circuit)),
              ElementsAre("dhcp.relay_info=1=00040001,2=sw7"));
  EXPECT_THAT(texts_of(discover().option(82, octets({1, 9, 0}))), IsEmpty());
  EXPECT_THAT(ask(dhcp, std::string{ack().option(82, circuit)}).texts, IsEmpty());
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
