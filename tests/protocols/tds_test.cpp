// TDS: NTLM in the login.
#include <gmock/gmock.h>

#include "ntlmssp_words.hpp"
#include "preambles.hpp"

namespace tapcensus {

extern const Protocol tds;

namespace {

using ::testing::IsEmpty;
using namespace tapcensus::testing;
using What = Reading::What;

std::string packet(unsigned kind, const std::string& content) {
  return octets({kind, 1}) + be16(static_cast<unsigned>(8 + content.size())) +
         octets({0, 0, 1, 0}) + content;
}
const std::string kPrelogin =
    packet(0x12, octets({0, 0, 6, 0, 6, 0xff}) + octets({15, 0, 7, 0xd0, 0, 0}));
std::string login(const std::string& token) {
  return packet(0x10, le32(static_cast<std::uint32_t>(94 + token.size())) + le32(0x74000004) +
                          std::string(86, '\0') + token);
}

TEST(Tds, ClientsBringTwoTokens) {
  const std::string client =
      kPrelogin + login(ntlm_negotiate()) + packet(0x11, ntlm_authenticate()) + "more";
  for (std::size_t piece = 1; piece <= client.size(); ++piece) {
    const Followed followed = follow(tds, client, piece, kGuessed);
    EXPECT_EQ(followed.last, What::done);
    EXPECT_EQ(followed.texts, kNtlmNegotiated + kNtlmAuthenticated);
  }
}

TEST(Tds, ServersOne) {
  const std::string prelogin = packet(4, kPrelogin.substr(8));
  EXPECT_EQ(follow(tds, prelogin + packet(4, octets({0xed, 0, 0}) + ntlm_challenge()), 7).texts,
            kNtlmChallenged);
  EXPECT_EQ(follow(tds, packet(0x11, ntlm_challenge()), 7, kGuessed).texts, kNtlmChallenged);
}

TEST(Tds, TlsInsideIsNotFollowed) {
  EXPECT_EQ(end_of(tds, kPrelogin + packet(0x12, kTls) + "more"), What::done);
}

TEST(Tds, OnOtherPortsTheFirstPacketMustBeSure) {
  for (const std::string& other :
       {packet(4, "answers to something"), packet(0x11, "a token"), packet(0x12, "options"),
        packet(0x10, le32(9) + le32(0x74000004)), packet(1, "select 1"),
        octets({4, 1, 0, 8, 0, 0, 1, 0})}) {
    EXPECT_EQ(end_of(tds, other, kGuessed), What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus
