// HTTP/2 in the clear: settings and the first header block of either side, each alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "said.hpp"

namespace tapcensus {

extern const Protocol http2;

namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;
using What = Reading::What;

const Layers kAny;
constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

// RFC 9113, 4.1.
std::string frame(unsigned type, unsigned flags, std::uint32_t stream, const std::string& body) {
  return octets({0}) + be16(static_cast<unsigned>(body.size())) + octets({type, flags}) +
         be32(stream) + body;
}
std::string settings(const std::string& body = "") { return frame(4, 0, 0, body); }
std::string setting(unsigned id, std::uint32_t value) { return be16(id) + be32(value); }
std::string headers(const std::string& block, unsigned flags = 5) {
  return frame(1, flags, 1, block);
}
// A literal of RFC 7541, 6.2.1, without Huffman, that enters the dynamic table.
std::string literal(const std::string& name, const std::string& value) {
  return octets({0x40, static_cast<unsigned>(name.size())}) + name +
         octets({static_cast<unsigned>(value.size())}) + value;
}

const std::string kRequestBlock =
    octets({0x82, 0x86, 0x84}) + literal("user-agent", "okhttp/4.9.0") + literal("x", "y");
const std::string kRequest = std::string{kPreface} +
                             settings(setting(3, 100) + setting(4, 65'535)) +
                             frame(8, 0, 0, be32(15'663'105)) + headers(kRequestBlock);

Said ask_final(std::string_view bytes) { return ask(http2, {kAny, as_bytes(bytes), 0, true}); }

TEST(Http2, ClientTellsItsSettingsAndItsFirstRequest) {
  const Said said = ask(http2, kRequest);
  EXPECT_EQ(said.reading.what, What::done);
  EXPECT_THAT(said.texts, ElementsAre("http.user_agent=okhttp/4.9.0",
                                      "http.header_order=:method,:scheme,:path,user-agent,x",
                                      "http.settings=3:100,4:65535;window=15663105"));
}

// RFC 7541, C.4.1.
TEST(Http2, HuffmanIsReadAndTheAuthorityIsTheHost) {
  const std::string block = octets({0x82, 0x86, 0x84, 0x41, 0x8c, 0xf1, 0xe3, 0xc2, 0xe5, 0xf2,
                                    0x3a, 0x6b, 0xa0, 0xab, 0x90, 0xf4, 0xff});
  EXPECT_THAT(ask(http2, std::string{kPreface} + settings() + headers(block)).texts,
              Contains("http.host=www.example.com"));
}

TEST(Http2, ServerTellsWhatItIs) {
  const Said said = ask(http2, settings(setting(3, 128)) + frame(4, 1, 0, "") +
                                   headers(octets({0x88}) + literal("server", "h2o/2.2.5")));
  EXPECT_EQ(said.reading.what, What::done);
  EXPECT_THAT(said.texts, ElementsAre("http.server=h2o/2.2.5", "http.server_order=:status,server",
                                      "http.settings=3:128"));
}

TEST(Http2, TheResponseIsTheOneBehindInterimOnesAndPushedRequests) {
  const std::string server = literal("server", "nghttpx");
  const std::string interim = octets({0x48, 3}) + "103" + literal("server", "not yet");
  const std::string pushed = be32(2) + octets({0x82, 0x86, 0x84}) + literal("server", "pushed");
  EXPECT_THAT(ask(http2, settings() + headers(interim) + frame(5, 4, 1, pushed) +
                             // what the pushed request put into the table
                             headers(octets({0x88, 0xbe})))
                  .texts,
              ElementsAre("http.server=pushed", "http.server_order=:status,server"));
  EXPECT_THAT(ask(http2, settings() + headers(interim) + headers(octets({0x88}) + server)).texts,
              ElementsAre("http.server=nghttpx", "http.server_order=:status,server"));
}

TEST(Http2, AClientMayAcknowledgeFirst) {
  EXPECT_THAT(ask(http2, std::string{kPreface} + frame(4, 1, 0, "") + settings(setting(2, 0)) +
                             headers(kRequestBlock))
                  .texts,
              Contains("http.settings=2:0"));
}

TEST(Http2, PaddingPriorityAndContinuationAreFollowed) {
  const std::string begin = kRequestBlock.substr(0, 7);
  const std::string padded = octets({4}) + be32(0) + octets({200}) + begin + std::string(4, '\0');
  const std::string bytes =
      std::string{kPreface} + settings() + frame(2, 0, 3, be32(0) + octets({200})) +
      frame(2, 0, 5, be32(3) + octets({0})) + headers(padded, 0x28) +
      frame(9, 0, 1, kRequestBlock.substr(7, 1)) + frame(9, 4, 1, kRequestBlock.substr(8));
  EXPECT_THAT(ask(http2, bytes).texts,
              ElementsAre("http.user_agent=okhttp/4.9.0",
                          "http.header_order=:method,:scheme,:path,user-agent,x",
                          "http.settings=;priority=3:0:201,5:3:1"));
}

TEST(Http2, EveryCutSaysTheSame) {
  const auto whole = follow(http2, kRequest, kRequest.size()).texts;
  for (std::size_t piece = 1; piece < kRequest.size(); ++piece) {
    EXPECT_EQ(follow(http2, kRequest, piece).texts, whole) << piece;
  }
}

// Settings count only when all is there that stands before the header block.
TEST(Http2, AtTheEndWhatIsThereCounts) {
  const std::size_t set = kPreface.size() + 9 + 12;
  const std::size_t block = set + 9 + 4;
  for (std::size_t size = 0; size < kRequest.size(); ++size) {
    const std::string_view bytes = std::string_view{kRequest}.substr(0, size);
    if (size > 0) {
      EXPECT_EQ(ask(http2, bytes).reading.bytes, size + 1);
    }
    const Said said = ask_final(bytes);
    EXPECT_EQ(said.reading.what, size >= set ? What::done : What::not_mine) << size;
    if (size < block + 4) {
      EXPECT_THAT(said.texts, IsEmpty()) << size;
    } else {
      EXPECT_THAT(said.texts, ElementsAre("http.settings=3:100,4:65535;window=15663105")) << size;
    }
  }
}

TEST(Http2, OtherProtocolsAreLetGo) {
  for (const std::string& bytes :
       {std::string{"PRI * HTTP/1.1\r\n"}, std::string{"POST / HTTP/1.1\r\n"}, settings("five!"),
        frame(4, 1, 0, "") + std::string(20, '\0'), frame(4, 0, 1, ""), frame(6, 0, 0, "12345678"),
        std::string{kPreface} + headers(kRequestBlock), std::string{"\0\0\0\x85\xffSMBr\0", 10}}) {
    EXPECT_EQ(ask(http2, bytes).reading.what, What::not_mine) << bytes;
  }
}

TEST(Http2, ABrokenBlockSaysWhatCameBeforeIt) {
  const std::string begin = std::string{kPreface} + settings(setting(1, 1));
  for (const std::string& block :
       {octets({0xff, 0xff, 0xff, 0xff, 0xff}), octets({0x80}), octets({0x40, 0x7f}),
        octets({0x41, 0xff, 0xff, 0xff, 0xff, 0x0f}) + "x"}) {
    const Said said = ask(http2, begin + headers(block));
    EXPECT_EQ(said.reading.what, What::done);
    EXPECT_THAT(said.texts, ElementsAre("http.settings=1:1"));
  }
  for (const std::string& odd :
       {headers(octets({9}) + "x", 0x0d), headers("x", 0x24), frame(1, 4, 0, kRequestBlock),
        headers(kRequestBlock.substr(0, 5), 0) + settings(),
        std::string{"\xff\xff\xff\0\0\0\0\0\1", 9}}) {
    const Said said = ask_final(begin + odd);
    EXPECT_EQ(said.reading.what, What::done);
    EXPECT_THAT(said.texts, Contains("http.settings=1:1"));
  }
}

// One entry of the table, named over and over, and literals without end.
TEST(Http2, ABlockThatGrowsIsReadNoFurther) {
  const std::string once = literal("server", std::string(100, 'a'));
  const Said said =
      ask(http2, settings() + headers(octets({0x88}) + once + std::string(9'000, '\xbe')));
  EXPECT_EQ(said.reading.what, What::done);
  EXPECT_EQ(said.left_out, 256u - 1 - Findings::kMost);
  std::string many = octets({0x88});
  while (many.size() < 16'000) many += literal("", "");
  EXPECT_EQ(ask(http2, settings() + headers(many)).reading.what, What::done);
}

TEST(Http2, WhoSendsNoHeadersIsNotWaitedForWithoutEnd) {
  std::string bytes = std::string{kPreface} + settings(setting(1, 1));
  while (bytes.size() < 9'000) bytes += frame(6, 0, 0, "12345678");
  EXPECT_THAT(ask(http2, bytes).texts, ElementsAre("http.settings=1:1"));
}

}  // namespace
}  // namespace tapcensus
