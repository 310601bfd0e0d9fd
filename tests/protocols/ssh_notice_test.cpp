// What an SSH server may say first: it makes way for the identification.
#include "cut_texts.hpp"

namespace tapcensus {

extern const Protocol ssh_notice;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

TEST(SshNotice, TheIdentificationComesBehindLines) {
  const std::string lines = "Hello\r\nwho goes there\n";
  for (std::size_t piece = 1; piece <= lines.size() + 8; ++piece) {
    const Followed followed = follow(ssh_notice, lines + "SSH-2.0-a\r\n", piece);
    EXPECT_EQ(followed.last, What::switched);
    EXPECT_EQ(followed.at, lines.size());
  }
}

TEST(SshNotice, OthersAreNotMine) {
  EXPECT_EQ(end_of(ssh_notice, "SSH-2.0-a\r\n"), What::not_mine);
  EXPECT_EQ(end_of(ssh_notice, std::string(5000, 'a')), What::not_mine);
  EXPECT_EQ(end_of(ssh_notice, std::string("a\0b", 3)), What::not_mine);
}

}  // namespace
}  // namespace tapcensus
