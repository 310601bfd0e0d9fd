// LDAP: where TLS begins, NTLM in binds, and what servers say of themselves.
#include <gmock/gmock.h>

#include "corpus.hpp"
#include "ntlmssp_words.hpp"
#include "preambles.hpp"

namespace tapcensus {

extern const Protocol ldap;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;
using What = Reading::What;

std::string element(unsigned tag, const std::string& content) {
  return octets({tag, static_cast<unsigned>(content.size())}) + content;
}
std::string message(unsigned operation, const std::string& content) {
  return element(0x30, octets({2, 1, 1}) + element(operation, content));
}
const std::string kRequest = message(0x77, element(0x80, "1.3.6.1.4.1.1466.20037"));
const std::string kGranted = message(0x78, octets({10, 1, 0, 4, 0, 4, 0}));

TEST(Ldap, TlsBeginsBehindStartTls) {
  expect_tls_behind(ldap, kRequest);
  expect_tls_behind(ldap, kGranted);
}

TEST(Ldap, OtherOperationsMayComeBefore) {
  EXPECT_EQ(end_of(ldap, message(0x63, "search") + kRequest + kTls), What::switched);
}

TEST(Ldap, LengthsMayTakeSeveralBytes) {
  expect_tls_behind(ldap, octets({0x30, 0x84, 0, 0, 0, 29, 2, 1, 1}) +
                              element(0x77, element(0x80, "1.3.6.1.4.1.1466.20037")));
}

TEST(Ldap, WhoBindsInClearIsFollowedOnlyALittle) {
  std::string direction = message(0x60, "me");
  for (unsigned i = 0; i < 40; ++i) direction += message(0x63, "search");
  const Followed followed = follow(ldap, direction, direction.size());
  EXPECT_EQ(followed.last, What::done);
  EXPECT_LT(followed.at, 9 * message(0x63, "search").size());
}

// As Windows writes lengths.
std::string long_element(unsigned tag, const std::string& content) {
  return octets({tag, 0x84}) + be32(static_cast<std::uint32_t>(content.size())) + content;
}
std::string bind_request(const std::string& token) {
  return long_element(
      0x30,
      octets({2, 1, 7}) + long_element(0x60, octets({2, 1, 3, 4, 0}) +
                                                 long_element(0xa3, element(4, "GSS-SPNEGO") +
                                                                        long_element(4, token))));
}
std::string bind_response(const std::string& token) {
  return long_element(0x30, octets({2, 1, 7}) + long_element(0x61, octets({10, 1, 14, 4, 0, 4, 0}) +
                                                                       long_element(0x87, token)));
}

TEST(Ldap, BindsBringTokensOfNtlm) {
  const std::string client = bind_request(ntlm_negotiate()) + bind_request(ntlm_authenticate());
  for (std::size_t piece = 1; piece <= client.size(); ++piece) {
    EXPECT_EQ(follow(ldap, client, piece, kGuessed).texts, kNtlmNegotiated + kNtlmAuthenticated);
  }
  EXPECT_EQ(follow(ldap, bind_response(ntlm_challenge()), 9, kGuessed).texts, kNtlmChallenged);
}

std::string attribute(const std::string& name, const std::string& value) {
  return element(0x30, element(4, name) + element(0x31, element(4, value)));
}
std::string entry(const std::string& name, const std::string& attributes) {
  return long_element(
      0x30,
      octets({2, 1, 2}) + long_element(0x64, element(4, name) + long_element(0x30, attributes)));
}

TEST(Ldap, ServersDescribeThemselvesInTheirRootEntry) {
  const std::string root = entry("", attribute("vendorName", "Example Inc.") +
                                         attribute("dnsHostName", "dc7.census.test") +
                                         attribute("DomainControllerFunctionality", "7") +
                                         attribute("vendorVersion", "Directory/1.4"));
  for (std::size_t piece = 1; piece <= root.size(); ++piece) {
    EXPECT_THAT(follow(ldap, root, piece, kGuessed).texts,
                ElementsAre("ldap.host=dc7.census.test", "ldap.dc_functionality=7",
                            "ldap.vendor=Example Inc. Directory/1.4"));
  }
  EXPECT_THAT(follow(ldap, entry("cn=me", attribute("dnsHostName", "pc")), 999).texts, IsEmpty());
}

TEST(Ldap, WhatIsCutOffIsReadAsFarAsItGoes) {
  const std::string root = entry("", attribute("dnsHostName", "dc7") + attribute("x", "yy"));
  const std::string cut = root.substr(0, root.size() - 3);
  EXPECT_THAT(ask(ldap, {Layers{}, as_bytes(cut), 0, true}).texts, ElementsAre("ldap.host=dc7"));
}

TEST(Ldap, OpenLdapIsKnownByTheClassOfItsRootEntry) {
  EXPECT_EQ(end_of(ldap, corpus("ldap/rootdse_client")), What::next);
  EXPECT_EQ(end_of(ldap, corpus("ldap/rootdse_server")), What::next);
  EXPECT_THAT(follow(ldap, corpus("ldap/rootdse_server"), 99).texts,
              ElementsAre("ldap.vendor=OpenLDAProotDSE"));
}

TEST(Ldap, OnOtherPortsOnlyStartTlsIsMine) {
  EXPECT_EQ(end_of(ldap, message(0x63, "search"), kGuessed), What::not_mine);
  EXPECT_EQ(end_of(ldap, message(0x77, element(0x80, "1.3.6.1")), kGuessed), What::not_mine);
  EXPECT_EQ(end_of(ldap, message(0x78, octets({10, 1, 2, 4, 0, 4, 0})), kGuessed), What::not_mine);
}

TEST(Ldap, OthersAreNotMine) {
  for (const std::string& other :
       {std::string{"GET / HTTP/1.1\r\n\r\n"}, octets({0x30, 0x85}) + std::string(30, 1),
        octets({0x30, 3, 4, 1, 1, 0x77, 0}), octets({0x30, 4, 2, 1, 1, 0x77, 9}),
        octets({0x30, 5, 2, 1, 1, 0x30, 0})}) {
    EXPECT_EQ(end_of(ldap, other), What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus
