// WireGuard: handshakes are known on any port, data on its own; WARP by its reserved bytes. The
// bytes are those of wireguard-go 0.0.20220316.
#include <gmock/gmock.h>

#include "corpus.hpp"
#include "said.hpp"

namespace tapcensus {

extern const Protocol wireguard;

namespace {

using namespace tapcensus::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kInitiation = corpus("wireguard/initiation");
const std::string kResponse = corpus("wireguard/response");
const std::string kData = corpus("wireguard/data");

Said ask_on(std::uint16_t port, const std::string& bytes, bool guessed = false) {
  Layers layers;
  layers.source_port = 40'000;
  layers.target_port = port;
  return ask(wireguard, {layers, as_bytes(bytes), 0, false, guessed});
}

std::string with_reserved(std::string bytes) { return bytes.replace(1, 3, "\x5a\x31\xc7"); }

TEST(Wireguard, HandshakesAreKnownOnAnyPort) {
  for (const std::string& bytes : {kInitiation, kResponse}) {
    EXPECT_THAT(ask_on(9, bytes, true).texts, ElementsAre("obfuscation.kind=wireguard"));
    EXPECT_THAT(ask_on(51'820, bytes).texts, ElementsAre("obfuscation.kind=wireguard"));
  }
}

TEST(Wireguard, CookiesAreKnownToo) {
  const std::string cookie = octets({3, 0, 0, 0}) + kInitiation.substr(4, 60);
  EXPECT_THAT(ask_on(9, cookie, true).texts, ElementsAre("obfuscation.kind=wireguard"));
}

TEST(Wireguard, DataIsKnownOnItsPortOnly) {
  EXPECT_THAT(ask_on(51'820, kData).texts, ElementsAre("obfuscation.kind=wireguard"));
  EXPECT_THAT(ask_on(9, kData, true).texts, IsEmpty());
  EXPECT_THAT(ask_on(500, kData).texts, IsEmpty());
}

TEST(Wireguard, ReservedBytesOrItsPortSayThatItIsWarp) {
  EXPECT_THAT(ask_on(2408, with_reserved(kInitiation)).texts, ElementsAre("obfuscation.kind=warp"));
  EXPECT_THAT(ask_on(2408, kInitiation).texts, ElementsAre("obfuscation.kind=warp"));
  EXPECT_THAT(ask_on(2408, with_reserved(kData)).texts, ElementsAre("obfuscation.kind=warp"));
  EXPECT_THAT(ask_on(4500, with_reserved(kInitiation)).texts, ElementsAre("obfuscation.kind=warp"));
  EXPECT_THAT(ask_on(4500, with_reserved(kData)).texts, IsEmpty());
}

TEST(Wireguard, OtherSizesAndWhatIsNoCipherTextAreNotMine) {
  for (const std::string& other :
       {kInitiation.substr(0, 147), kInitiation + 'a', kResponse.substr(0, 91),
        octets({1, 0, 0, 0}) + std::string(144, 'a'), octets({2, 0, 0, 0}) + std::string(88, '\0'),
        octets({4, 0, 0, 0}) + std::string(60, 'a'), octets({5, 0, 0, 0}) + kInitiation.substr(4),
        octets({1, 0, 0}), std::string{}}) {
    EXPECT_THAT(ask_on(51'820, other).texts, IsEmpty());
  }
}

}  // namespace
}  // namespace tapcensus
