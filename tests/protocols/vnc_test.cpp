// VNC: versions, and the name of a desktop that is not encrypted.
#include "corpus.hpp"
#include "cut_texts.hpp"

namespace tapcensus {

extern const Protocol vnc;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

// RFC 6143, 7.3.2: 1024 by 768, a pixel format, and a name.
std::string init(const std::string& name) {
  return be16(1024) + be16(768) +
         octets({32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0}) +
         be32(unsigned(name.size())) + name;
}
const std::string kVersion = "RFB 003.008\n";
const Layers kServer = ports(5900, 50'000), kClient = ports(50'000, 5900);

TEST(Vnc, ServerWithoutAuthenticationNamesItsDesktop) {
  expect_texts(vnc, kVersion + octets({2, 1, 2}) + be32(0) + init("lab:1"),
               ElementsAre("vnc.version=003.008", "vnc.name=lab:1"), kServer);
  expect_texts(vnc, "RFB 003.003\n" + be32(1) + init("lab"),
               ElementsAre("vnc.version=003.003", "vnc.name=lab"), kServer);
}

TEST(Vnc, TruthIsAnyByteButZero) {
  expect_texts(vnc, corpus("vnc/x11vnc_server"),
               ElementsAre("vnc.version=003.008", "vnc.name=vm:7"), kServer);
}

TEST(Vnc, AndSoDoesOneBehindItsChallenge) {
  expect_texts(vnc, kVersion + octets({1, 2}) + std::string(16, '\x9c') + be32(0) + init("lab"),
               ElementsAre("vnc.version=003.008", "vnc.name=lab"), kServer);
}

TEST(Vnc, ClientTellsItsVersionOnly) {
  expect_texts(vnc, kVersion + octets({2}) + std::string(16, 'x'),
               ElementsAre("vnc.version=003.008"), kClient);
}

TEST(Vnc, OthersAreNotMine) {
  for (const std::string other : {"RFB 003.00x\n", "RFB 0030008\n", "GET / HTTP/1.1\r\n"}) {
    EXPECT_EQ(end_of(vnc, other), What::not_mine) << other;
  }
  EXPECT_EQ(follow(vnc, kVersion + octets({1, 2}) + std::string(500, 'x'), 7, false, kServer).last,
            What::done);
}

}  // namespace
}  // namespace tapcensus
