// SQL Server: versions, and what a client says that logs in without TLS.
#include "cut_texts.hpp"

namespace tapcensus {

extern const Protocol mssql;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

std::string packet(unsigned type, const std::string& message) {
  return octets({type, 1}) + be16(unsigned(message.size()) + 8) + octets({0, 0, 1, 0}) + message;
}
std::string prelogin(const std::string& version) {
  return octets({0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 255}) + version + octets({2});
}
const std::string kVersion = octets({16, 0, 0x03, 0xe8, 0, 0});

std::string wide(const std::string& text) {
  std::string bytes;
  for (const char c : text) bytes += std::string{c, '\0'};
  return bytes;
}
std::string le16(unsigned number) { return octets({number & 255, number >> 8}); }

std::string login() {
  std::string places, texts;
  for (const std::string text : {"LABPC", "bob", "secret", "sqlcmd", "db", "", "ODBC"}) {
    places += le16(unsigned(36 + 7 * 4 + texts.size())) + le16(unsigned(text.size()));
    texts += wide(text);
  }
  const std::size_t size = 36 + places.size() + texts.size();
  return le16(unsigned(size)) + octets({0, 0, 4, 0, 0, 0x74}) + std::string(28, '\0') + places +
         texts;
}

TEST(Mssql, ServerTellsItsVersion) {
  expect_texts(mssql, packet(4, prelogin(kVersion)), ElementsAre("mssql.version=16.0.1000"));
}

TEST(Mssql, ClientWithoutTlsTellsItsHostAndProgramsButNotItsUser) {
  expect_texts(mssql, packet(0x12, prelogin(kVersion)) + packet(0x10, login()),
               ElementsAre("mssql.host=LABPC", "mssql.client=sqlcmd", "mssql.client=ODBC"));
}

TEST(Mssql, TlsBeginsInsideAPacket) {
  const std::string first = packet(0x12, prelogin(kVersion));
  expect_tls_behind(mssql, first + octets({0x12, 1}) + be16(200) + octets({0, 0, 0, 0}));
}

TEST(Mssql, OthersAreNotMine) {
  for (const std::string& other :
       {packet(0x12, "abcdefgh"), packet(4, octets({0, 0, 200, 0, 6, 255})),
        packet(4, octets({1, 0, 6, 0, 1, 255, 1})), packet(0x10, std::string(90, 'a')),
        octets({0x12, 1, 0, 8, 0, 0, 0, 0, 0})}) {
    EXPECT_EQ(end_of(mssql, other), What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus
