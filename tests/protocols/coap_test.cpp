// CoAP: what clients ask for, and how devices describe themselves.
#include "in_pieces.hpp"

namespace tapcensus {

extern const Protocol coap;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

std::string message(unsigned code, const std::string& options, unsigned type = 0) {
  return octets({0x42u | type << 4, code}) + be16(7) + "tk" + options;
}
std::string option(unsigned delta, const std::string& value) {
  return octets({delta << 4 | static_cast<unsigned>(value.size())}) + value;
}
const std::string kCore = option(11, ".well-known") + option(0, "core");
const std::string kMarker = octets({0xff});

Texts said(const std::string& bytes, bool guessed = false) {
  const Said said = ask_datagram(coap, bytes, guessed);
  EXPECT_EQ(said.reading.what, What::done);
  return said.texts;
}

TEST(Coap, RequestsNameAPath) {
  EXPECT_EQ(said(message(1, kCore), kGuessed), Texts{"coap.path=/.well-known/core"});
  EXPECT_EQ(said(message(3, option(3, "host") + option(8, "15001") + kMarker + "{}"), kGuessed),
            Texts{"coap.path=/15001"});
  const std::string longer = octets({0xbd, 7}) + "a/" + std::string(18, 'b');
  EXPECT_EQ(said(message(1, longer)), Texts{"coap.path=/a/" + std::string(18, 'b')});
}

TEST(Coap, PathOfADatagramThatWasCutIsNotKnown) {
  const std::string request = message(1, kCore);
  Layers layers;
  layers.payload_length = static_cast<std::uint32_t>(request.size() + 4);
  EXPECT_TRUE(ask_datagram(coap, request, false, layers).texts.empty());
}

TEST(Coap, AnswersInLinkFormatDescribeTheDevice) {
  const std::string links = "</light>;rt=\"oic.r.switch\",</oic/d>";
  EXPECT_EQ(said(message(0x45, option(12, "\x28") + kMarker + links, 2)),
            Texts{"coap.links=" + links});
  EXPECT_EQ(said(message(0x45, option(12, "\x32") + kMarker + links, 2)), Texts{});
}

TEST(Coap, LaterBlocksAreNotRead) {
  EXPECT_EQ(said(message(0x45, option(12, "\x28") + option(11, "\x1e") + kMarker + "</b>", 2)),
            Texts{});
}

TEST(Coap, LongLinksAreCutBetweenLinks) {
  std::string links = "</a>";
  for (int i = 0; i < 200; ++i) links += ",</sensor>";
  const Texts texts = said(message(0x45, option(12, "\x28") + kMarker + links, 2));
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_TRUE(texts[0].ends_with("</sensor>"));
  EXPECT_LE(texts[0].size(), 530u);
}

TEST(Coap, ElsewhereOnlyRequestsWithAPathAreMine) {
  EXPECT_EQ(ask_datagram(coap, message(1, ""), kGuessed).reading.what, What::not_mine);
  EXPECT_EQ(ask_datagram(coap, message(0x45, option(12, "\x28") + kMarker + "x", 2), kGuessed)
                .reading.what,
            What::not_mine);
  EXPECT_EQ(ask_datagram(coap, message(1, option(11, "a\1")), kGuessed).reading.what,
            What::not_mine);
}

TEST(Coap, OthersAreNotMine) {
  for (const std::string& other :
       {std::string{"hello world"}, message(1, octets({0xf0})), message(1, kCore + kMarker),
        message(1, octets({0xb9}) + "short"), octets({0x49, 1, 0, 1}) + std::string(9, 'x')}) {
    EXPECT_EQ(ask_datagram(coap, other).reading.what, What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus
