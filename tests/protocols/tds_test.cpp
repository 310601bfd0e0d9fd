// TDS: versions, what a client says that logs in without TLS, and NTLM in the login.
#include "cut_texts.hpp"
#include "ntlmssp_words.hpp"

namespace tapcensus {

extern const Protocol tds;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

std::string packet(unsigned type, const std::string& content, unsigned status = 1) {
  return octets({type, status}) + be16(unsigned(content.size()) + 8) + octets({0, 0, 1, 0}) +
         content;
}
std::string options() {
  return octets({0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 255}) + octets({16, 0, 0x03, 0xe8, 0, 0, 2});
}
const std::string kPrelogin = packet(0x12, options());

std::string login(const std::string& token = {}) {
  std::string places, texts;
  for (const std::string text : {"LABPC", "bob", "secret", "sqlcmd", "db", "", "ODBC"}) {
    places += le16(unsigned(36 + 7 * 4 + texts.size())) + le16(unsigned(text.size()));
    texts += wide(text);
  }
  const std::size_t size = 36 + places.size() + texts.size() + token.size();
  return le32(std::uint32_t(size)) + le32(0x74000004) + std::string(28, '\0') + places + texts +
         token;
}
const Texts kLoggedIn{"mssql.host=LABPC", "mssql.client=sqlcmd", "mssql.client=ODBC"};

TEST(Tds, ServersTellTheirVersion) {
  expect_texts(tds, packet(4, options()), ElementsAre("mssql.version=16.0.1000"));
}

TEST(Tds, ClientsWithoutTlsTellTheirHostAndProgramsButNotTheirUser) {
  expect_texts(tds, kPrelogin + packet(0x10, login()), kLoggedIn);
  expect_texts(tds, packet(0x10, login()), kLoggedIn);
}

TEST(Tds, ClientsBringTwoTokensOfNtlm) {
  const std::string client = kPrelogin + packet(0x10, login(ntlm_negotiate())) +
                             packet(0x11, ntlm_authenticate()) + "more";
  expect_texts(tds, client, kLoggedIn + kNtlmNegotiated + kNtlmAuthenticated);
  EXPECT_EQ(end_of(tds, client), What::done);
}

TEST(Tds, ServersBringOne) {
  const std::string challenge = packet(4, octets({0xed, 0, 0}) + ntlm_challenge());
  expect_texts(tds, packet(4, options()) + challenge,
               Texts{"mssql.version=16.0.1000"} + kNtlmChallenged);
  expect_texts(tds, challenge, kNtlmChallenged);
  expect_texts(tds, packet(0x11, ntlm_challenge()), kNtlmChallenged);
}

TEST(Tds, ALoginMayFillMoreThanAPacket) {
  const std::string whole = login(std::string(60, '\0') + ntlm_negotiate());
  const std::size_t cut = whole.size() - ntlm_negotiate().size() - 20;
  expect_texts(tds,
               kPrelogin + packet(0x10, whole.substr(0, cut), 0) + packet(0x10, whole.substr(cut)),
               kLoggedIn + kNtlmNegotiated);
}

TEST(Tds, TlsBeginsInsideAPacket) {
  for (const unsigned type : {0x12u, 4u}) {
    expect_tls_behind(tds, kPrelogin + octets({type, 1}) + be16(200) + octets({0, 0, 0, 0}));
  }
}

TEST(Tds, OthersAreNotMineWhateverThePort) {
  for (const std::string& other :
       {packet(4, "answers to something"), packet(0x11, "a token"), packet(0x12, "abcdefgh"),
        packet(4, octets({0, 0, 200, 0, 6, 255})), packet(4, octets({1, 0, 6, 0, 1, 255, 1})),
        packet(0x10, std::string(90, 'a')), packet(0x10, le32(9) + le32(0x74000004)),
        packet(1, "select 1"), octets({0x12, 1, 0, 8, 0, 0, 0, 0, 0}),
        octets({4, 1, 0, 8, 0, 0, 1, 0})}) {
    EXPECT_EQ(end_of(tds, other), What::not_mine);
    EXPECT_EQ(end_of(tds, other, kGuessed), What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus
