// SSH: what either side calls itself, and the fingerprint of its key exchange.
#include "cut_texts.hpp"

namespace tapcensus {

extern const Protocol ssh;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

std::string list(const std::string& names) { return be32(unsigned(names.size())) + names; }

// RFC 4253, 7.1: lists for what the client sends come first.
std::string key_exchange(const std::string& kex) {
  const std::string message = octets({20}) + std::string(16, 'c') + list(kex) + list("rsa") +
                              list("aes-c") + list("aes-s") + list("mac-c") + list("mac-s") +
                              list("none") + list("zlib") + list("") + list("") +
                              octets({0, 0, 0, 0, 0});
  return be32(unsigned(message.size()) + 5) + octets({4}) + message + std::string(4, '\0');
}

// MD5 of "x;aes-c;mac-c;none" and of "x;aes-s;mac-s;zlib".
const std::string kClientHassh = "3d90b96f7464760f151ca65b5e80e64a",
                  kServerHassh = "627c2c819fd1c1bfe0ad7c82d01ca811";

TEST(Ssh, EitherSideNamesItselfAndItsLists) {
  const std::string said = "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n" + key_exchange("x");
  expect_texts(ssh, said,
               ElementsAre("ssh.banner=SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3", "ssh.kex=x",
                           "ssh.hassh=" + kClientHassh),
               ports(50'000, 22));
  expect_texts(ssh, said,
               ElementsAre("ssh.banner=SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3", "ssh.kex=x",
                           "ssh.hassh=" + kServerHassh),
               ports(22, 50'000));
}

TEST(Ssh, ListsTellTheSideBetterThanPorts) {
  const std::string said = "SSH-2.0-a\r\n" + key_exchange("x,ext-info-c");
  EXPECT_EQ(follow(ssh, said, said.size(), false, ports(22, 50'000)).texts,
            follow(ssh, said, said.size(), false, ports(50'000, 22)).texts);
}

TEST(Ssh, TheFirstVersionHasNoLists) {
  const Followed old = follow(ssh, "SSH-1.5-1.2.26\n" + key_exchange("x"), 9);
  EXPECT_THAT(old.texts, ElementsAre("ssh.banner=SSH-1.5-1.2.26"));
  EXPECT_EQ(old.last, What::done);
  EXPECT_EQ(follow(ssh, "SSH-1.99-OpenSSH_3.9p1\n" + key_exchange("x"), 9).texts.size(), 3u);
}

TEST(Ssh, ANameEndsBeforeWhatFillsItUp) {
  const std::string filled = "SSH-2.0-Cisco-1.25" + std::string(60, '\0') + "\n";
  EXPECT_THAT(follow(ssh, filled, 9).texts, ElementsAre("ssh.banner=SSH-2.0-Cisco-1.25"));
}

TEST(Ssh, ListsThatReachTooFarSayNothing) {
  std::string said = "SSH-2.0-a\r\n" + key_exchange("x");
  said[11 + 22] = '\x7f';  // the length of the first list
  EXPECT_THAT(follow(ssh, said, said.size()).texts, ElementsAre("ssh.banner=SSH-2.0-a"));
  said[11] = '\x7f';  // of the packet
  EXPECT_EQ(end_of(ssh, said), What::done);
}

TEST(Ssh, OthersAreNotMine) {
  for (const std::string other :
       {"SSX-2.0-a\r\n", "SSH-2.0\r\n", "SSH-x.0-a\r\n", "GET / HTTP/1.1\r\n"}) {
    EXPECT_EQ(end_of(ssh, other), What::not_mine) << other;
  }
  EXPECT_EQ(end_of(ssh, "SSH-2.0-" + std::string(300, 'a')), What::not_mine);
}

}  // namespace
}  // namespace tapcensus
