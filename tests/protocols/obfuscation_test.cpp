// Names give hidden traffic away: server names, ALPN, questions, certificates.
#include "protocols/obfuscation.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace tapcensus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Judged {
  Obfuscation hides;
  std::vector<std::string> said;
};

Judged judged(const std::vector<Finding>& found, std::uint16_t port = 443,
              Transport transport = Transport::tcp) {
  static Findings findings;
  findings.clear();
  for (const Finding& finding : found) findings.add(finding.field, finding.text);
  Layers layers;
  layers.source_port = 50'000;
  layers.target_port = port;
  layers.transport = transport;
  Judged result{judge(layers, findings), {}};
  for (const Finding& finding : findings.all().subspan(found.size())) {
    result.said.emplace_back(finding.text);
  }
  return result;
}

std::vector<std::string> of_server(std::string_view name) {
  return judged({{Field::tls_sni, name}}).said;
}
std::vector<std::string> of_question(std::string_view name) {
  return judged({{Field::dns_query, name}}, 53, Transport::udp).said;
}

TEST(Obfuscation, ServersOfServicesThatHideAreKnownByName) {
  EXPECT_THAT(of_server("mask.icloud.com"), ElementsAre("private_relay"));
  EXPECT_THAT(of_server("mask-h2.icloud.com"), ElementsAre("private_relay"));
  EXPECT_THAT(of_server("engage.cloudflareclient.com"), ElementsAre("warp"));
  EXPECT_THAT(of_server("derp12c.tailscale.com"), ElementsAre("tailscale"));
  EXPECT_THAT(of_server("dns.google"), ElementsAre("doh"));
  EXPECT_THAT(of_server("mozilla.cloudflare-dns.com"), ElementsAre("doh"));
}

TEST(Obfuscation, NamesThatAreOnlyAlikeAreNot) {
  for (const char* const name :
       {"icloud.com", "notmask.icloud.com", "mask.icloud.com.example.org", "derp.tailscale.com",
        "derpy.tailscale.com", "tailscale.com", "evilcloudflareclient.com", "google", ""}) {
    EXPECT_THAT(of_server(name), IsEmpty()) << name;
  }
}

TEST(Obfuscation, DnsOverTlsAndQuicIsKnownByAlpnOrPort) {
  EXPECT_THAT(judged({{Field::tls_alpn, "h2,dot"}}).said, ElementsAre("dot"));
  EXPECT_THAT(judged({{Field::tls_version, "771"}}, 853).said, ElementsAre("dot"));
  EXPECT_THAT(judged({{Field::tls_server_version, "771"}}, 853).said, ElementsAre("dot"));
  EXPECT_THAT(judged({{Field::tls_sni, "dns.google"}, {Field::tls_version, "771"}}, 853).said,
              ElementsAre("dot"));
  EXPECT_THAT(judged({{Field::tls_alpn, "doq-i02"}}, 784, Transport::udp).said, ElementsAre("doq"));
  EXPECT_THAT(judged({{Field::tls_version, "772"}}, 853, Transport::udp).said, ElementsAre("doq"));
  EXPECT_THAT(judged({{Field::http_host, "example.org"}}, 853).said, IsEmpty());
  EXPECT_THAT(judged({{Field::tls_alpn, "h2,http/1.1"}}).said, IsEmpty());
}

TEST(Obfuscation, QuestionsTellWhoIsLookingForIt) {
  EXPECT_THAT(of_question("mask.icloud.com"), ElementsAre("private_relay"));
  EXPECT_THAT(of_question("2.dnscrypt-cert.example.org"), ElementsAre("dnscrypt"));
  EXPECT_THAT(of_question("dns.google"), IsEmpty());
  EXPECT_EQ(judged({{Field::dns_query, "mask.icloud.com"}}, 53).hides, Obfuscation::end_);
}

TEST(Obfuscation, QuestionsThatCarryDataAreTunnels) {
  const std::string data(56, 'b');
  EXPECT_THAT(of_question(data + '.' + data + ".t.example"), ElementsAre("dns_tunnel"));
  EXPECT_EQ(judged({{Field::dns_query, data + '.' + data + ".t.example"}}, 53).hides,
            Obfuscation::dns_tunnel);
  EXPECT_THAT(of_question(data + ".cdn.example.org"), IsEmpty());
  std::string reverse;
  for (int i = 0; i < 64; ++i) reverse += "a.";
  EXPECT_THAT(of_question(reverse + "ip6.arpa"), IsEmpty());
}

// As a client of Tor 0.4.9 asked for it, and names that users of the web ask for.
TEST(Obfuscation, ClientsOfTorAskForNamesMadeUp) {
  const auto asked = [](std::string_view name, std::string_view protocols = "") {
    std::vector<Finding> found{{Field::tls_version, "1.3"}, {Field::tls_sni, name}};
    if (!protocols.empty()) found.push_back({Field::tls_alpn, protocols});
    return judged(found).said;
  };
  EXPECT_THAT(asked("www.uzmnpzhlvbmrglelj3uoyoy.com"), ElementsAre("tor"));
  EXPECT_THAT(asked("www.uzmnpzhlvbmrglelj3uoyoy.com", "h2,http/1.1"), IsEmpty());
  for (const char* const name :
       {"www.uzmnpzhlvbmrglelj3uoyoy.net", "uzmnpzhlvbmrglelj3uoyoy.com", "www.facebook.com",
        "www.googletagmanager.com", "www.dazn.com", "www.flickr.com", "www.w3schools.com",
        "www.uzmnpzhlvbmrglelj3uoyoy8.com", "www.qzxjqzxjqzxjqzxjqzxjqzxjqz.com", "www.com", ""}) {
    EXPECT_THAT(asked(name), IsEmpty()) << name;
  }
}

TEST(Obfuscation, RelaysOfTorMakeUpNames) {
  const auto certificate = [](std::string_view subject, std::string_view issuer) {
    return judged({{Field::tls_cert_subject, subject}, {Field::tls_cert_issuer, issuer}}).said;
  };
  EXPECT_THAT(certificate("CN=www.q2ab7xkd5f.net", "CN=www.ze5rf6hj23kl.com"), ElementsAre("tor"));
  EXPECT_THAT(certificate("CN=www.q2ab7xkd5f.net", "CN=www.example.com,O=CA"), IsEmpty());
  EXPECT_THAT(certificate("CN=www.q2ab7xkd5f.com", "CN=www.ze5rf6hj23kl.com"), IsEmpty());
  EXPECT_THAT(certificate("CN=www.short.net", "CN=www.ze5rf6hj23kl.com"), IsEmpty());
}

TEST(Obfuscation, WhatAParserSaidStands) {
  const Judged said = judged({{Field::obfuscation_kind, "socks"}, {Field::tls_sni, "dns.google"}});
  EXPECT_EQ(said.hides, Obfuscation::socks);
  EXPECT_THAT(said.said, IsEmpty());
}

TEST(Obfuscation, RequestsOfHttpMayBeTunnels) {
  static Findings findings;
  for (const char* const method : {"CONNECT", "SSTP_DUPLEX_POST", "GET"}) {
    judge_method(method, findings);
  }
  ASSERT_EQ(findings.all().size(), 2u);
  EXPECT_EQ(findings.all()[0].text, "http_proxy");
  EXPECT_EQ(findings.all()[1].text, "sstp");
}

TEST(Obfuscation, NamesAndKindsBelongToEachOther) {
  for (const std::string_view name : kObfuscationNames) {
    EXPECT_EQ(name_of(obfuscation_of(name)), name);
  }
  EXPECT_EQ(obfuscation_of("unheard of"), Obfuscation::end_);
}

}  // namespace
}  // namespace tapcensus
