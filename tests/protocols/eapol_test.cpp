// How devices join a network, without the names of their owners.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "neighbors.hpp"

namespace tapcensus {

extern const Protocol eapol;
extern const Protocol tls;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using namespace tapcensus::testing;

std::string packet(unsigned type, const std::string& body) {
  return octets({2, type}) + be16(static_cast<unsigned>(body.size())) + body;
}
std::string eap(unsigned code, const std::string& rest) {
  return packet(0, octets({code, 7}) + be16(static_cast<unsigned>(rest.size()) + 4) + rest);
}
std::string attribute(unsigned type, const std::string& value) {
  return be16(type) + be16(static_cast<unsigned>(value.size())) + value;
}
std::string simple_configuration(const std::string& flags, const std::string& attributes) {
  return octets({254, 0x00, 0x37, 0x2a}) + be32(1) + octets({4}) + flags + attributes;
}

TEST(Eapol, MethodThatIsOfferedOrUsed) {
  EXPECT_THAT(ask(eapol, eap(1, octets({25, 0x20}))).texts, ElementsAre("eapol.method=peap"));
  EXPECT_THAT(ask(eapol, eap(2, octets({13, 0}))).texts, ElementsAre("eapol.method=eap-tls"));
  EXPECT_THAT(ask(eapol, corpus_file("eapol/md5_2")).texts,
              ElementsAre("eapol.method=md5-challenge"));
}

TEST(Eapol, HelloInsideAMethodSaysWhatItSaysOverTcp) {
  const std::string hello = corpus_file("tls/openssl_tls12");
  std::vector<std::string> expected = ask(tls, hello).texts;
  ASSERT_FALSE(expected.empty());
  expected.insert(expected.begin(), "eapol.method=peap");
  EXPECT_EQ(ask(eapol, eap(2, octets({25, 0}) + hello)).texts, expected);
  const std::string length = be32(static_cast<unsigned>(hello.size()));
  EXPECT_EQ(ask(eapol, eap(2, octets({25, 0x81}) + length + hello)).texts, expected);
}

TEST(Eapol, RealSupplicantAndItsServerSayTheirHellos) {
  EXPECT_THAT(ask(eapol, corpus_file("eapol/peap_client")).texts,
              ElementsAre("eapol.method=peap", "tls.version=1.2",
                          "tls.ja3=da2d07d073fb1a692629af125bfe875e",
                          "tls.ja4=t12i280500_d943125447b4_a44c6288192a"));
  EXPECT_THAT(ask(eapol, corpus_file("eapol/peap_server")).texts,
              ::testing::Contains("tls.cert.subject=CN=radius.example"));
}

TEST(Eapol, HelloThatGoesOnInAnotherPacketIsNotTold) {
  const std::string hello = corpus_file("tls/openssl_tls12");
  const std::string half = be32(static_cast<unsigned>(hello.size())) + hello.substr(0, 90);
  EXPECT_THAT(ask(eapol, eap(2, octets({13, 0xc0}) + half)).texts,
              ElementsAre("eapol.method=eap-tls"));
}

TEST(Eapol, ServerOfAMethodSaysItsHello) {
  const auto texts = ask(eapol, eap(1, octets({21, 0}) + corpus_file("tls/tls10_server"))).texts;
  EXPECT_THAT(texts, ::testing::Contains(::testing::StartsWith("tls.ja3s=")));
}

TEST(Eapol, CertificateOfASupplicantIsNotTold) {
  const std::string records = corpus_file("tls/mutual_client");
  ASSERT_THAT(ask(tls, records).texts, Not(IsEmpty()));
  const std::size_t hello =
      5 + 256 * static_cast<unsigned char>(records[3]) + static_cast<unsigned char>(records[4]);
  const std::string rest = records.substr(hello);
  EXPECT_THAT(ask(eapol, eap(2, octets({13, 0}) + rest)).texts,
              ElementsAre("eapol.method=eap-tls"));
}

TEST(Eapol, IdentitiesAreNotTold) {
  EXPECT_THAT(ask(eapol, eap(2, octets({1}) + "someone@example.org")).texts, IsEmpty());
}

TEST(Eapol, DeviceDescribesItselfInSimpleConfiguration) {
  const std::string about = attribute(0x1021, "Example") + attribute(0x1023, "Frame 8") +
                            attribute(0x1024, "F8-2") + attribute(0x1042, "SN12345") +
                            attribute(0x1011, "Kitchen frame");
  const std::vector<std::string> texts{"eapol.method=wsc", "wps.manufacturer=Example",
                                       "wps.model_name=Frame 8", "wps.model_number=F8-2",
                                       "wps.device_name=Kitchen frame"};
  EXPECT_EQ(ask(eapol, eap(2, simple_configuration(octets({0}), about))).texts, texts);
  EXPECT_EQ(ask(eapol, eap(2, simple_configuration(octets({2}) + be16(200), about))).texts, texts);
}

TEST(Eapol, KeysOfWirelessNetworks) {
  EXPECT_THAT(ask(eapol, packet(3, std::string(95, '\2'))).texts,
              ElementsAre("eapol.method=wpa-key"));
}

TEST(Eapol, StartAndPaddingSayNothing) {
  EXPECT_THAT(ask(eapol, packet(1, "") + std::string(42, '\0')).texts, IsEmpty());
}

TEST(Eapol, LyingLengthsAndVersionsAreNotMine) {
  EXPECT_EQ(ask(eapol, octets({2, 0}) + be16(9) + "x").reading.what, Reading::What::not_mine);
  EXPECT_EQ(ask(eapol, octets({9, 0}) + be16(0)).reading.what, Reading::What::not_mine);
  const std::string longer = packet(0, octets({1, 7}) + be16(400) + octets({25}));
  EXPECT_THAT(ask(eapol, longer).texts, IsEmpty());
}

}  // namespace
}  // namespace tapcensus
