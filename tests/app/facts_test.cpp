// Facts are what is on the wire: another program reads the same in the same captures.
#include <gmock/gmock.h>

#include "app/tapcensus.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using testing::read;

// The fields that tests/captures/expect.py compares.
const std::set<std::string> kCompared{"http.user_agent",
                                      "http.host",
                                      "http.server",
                                      "tls.sni",
                                      "tls.alpn",
                                      "tls.ja3",
                                      "tls.ja4",
                                      "tls.ja3s",
                                      "tls.server.version",
                                      "tls.server.cipher",
                                      "tls.server.alpn",
                                      "tls.cert.subject",
                                      "tls.cert.issuer",
                                      "tls.cert.serial",
                                      "tls.cert.not_before",
                                      "tls.cert.not_after",
                                      "tls.cert.san",
                                      "tls.cert.self_signed",
                                      "dhcp.hostname",
                                      "dhcp.vendor_class",
                                      "dhcp.params",
                                      "dns.query"};

std::string unescaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
    } else {
      out += text[++i] == 't' ? '\t' : text[i];
    }
  }
  return out;
}

FactSet expected_in(const std::string& path) {
  FactSet facts;
  std::ifstream lines{path};
  for (std::string line; std::getline(lines, line);) {
    const std::size_t first = line.find('\t'), second = line.find('\t', first + 1);
    facts.emplace(line.substr(first + 1, second - first - 1), line.substr(0, first),
                  unescaped(line.substr(second + 1)));
  }
  return facts;
}

TEST(Facts, AreThoseThatTsharkReads) {
  std::size_t compared = 0;
  for (const auto& entry : std::filesystem::directory_iterator{capture_path("expected")}) {
    const std::string name = entry.path().stem().string();
    FactSet found = facts_in(read({capture_path(name)}).facts);
    std::erase_if(found, [](const auto& fact) { return !kCompared.contains(std::get<1>(fact)); });
    const FactSet expected = expected_in(entry.path().string());
    EXPECT_THAT(found, ::testing::ContainerEq(expected)) << name;
    compared += expected.size();
  }
  EXPECT_GT(compared, 300u);
}

TEST(Facts, OfASlicedCaptureAreSomeOfThoseOfTheWholeOne) {
  const FactSet whole = facts_in(read({capture_path("http_keepalive.pcap")}).facts);
  const FactSet sliced = facts_in(read({capture_path("sliced.pcap")}).facts);
  EXPECT_FALSE(sliced.empty());
  EXPECT_TRUE(std::ranges::includes(whole, sliced));
}

TEST(Facts, HaveTheKeysOfTheContractInTheOrderOfThePackets) {
  const std::vector<std::string> keys{"ts",  "frame",    "src",          "dst",   "sport", "dport",
                                      "mac", "ip_proto", "community_id", "field", "value"};
  std::istringstream lines{read({capture_path("office.pcap")}).facts};
  std::uint64_t last = 0;
  for (std::string line; std::getline(lines, line);) {
    const Json fact = Json::parse(line);
    std::vector<std::string> found;
    for (const auto& [key, value] : fact.items()) found.push_back(key);
    ASSERT_EQ(found, keys);
    ASSERT_LE(last, fact["frame"].get<std::uint64_t>());
    last = fact["frame"];
  }
  EXPECT_GT(last, 1'000u);
}

}  // namespace
}  // namespace tapcensus
