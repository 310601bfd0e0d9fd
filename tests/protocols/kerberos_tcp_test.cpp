// Kerberos over TCP: the same behind a length.
#include <gmock/gmock.h>

#include "corpus.hpp"
#include "kerberos_words.hpp"
#include "preambles.hpp"

namespace tapcensus {

extern const Protocol kerberos_tcp;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using namespace tapcensus::testing::kerberos_words;
using What = Reading::What;

std::string behind_length(const std::string& message) {
  return be32(static_cast<std::uint32_t>(message.size())) + message;
}

TEST(KerberosTcp, OneMessageSaysAllHoweverItIsCut) {
  const std::string direction = behind_length(request(10, body_of({"LAPTOP-7$"})));
  for (std::size_t piece = 1; piece <= direction.size(); ++piece) {
    const Followed followed = follow(kerberos_tcp, direction, piece, kGuessed);
    EXPECT_EQ(followed.last, What::done);
    EXPECT_THAT(followed.texts, ElementsAre("kerberos.host=LAPTOP-7$", "kerberos.realm=CENSUS.TEST",
                                            "kerberos.etypes=18,17,-135"));
  }
}

TEST(KerberosTcp, TicketsStandBeforeWhatIsRead) {
  EXPECT_THAT(follow(kerberos_tcp, corpus("kerberos_tcp/mit_tgs_client"), 100).texts,
              ElementsAre("kerberos.realm=CENSUS.TEST", "kerberos.etypes=18,17,20,19,16,23,25,26"));
  EXPECT_THAT(follow(kerberos_tcp, corpus("kerberos_tcp/heimdal_as_server"), 100).texts,
              ElementsAre("kerberos.realm=CENSUS.TEST"));
}

TEST(KerberosTcp, OthersAreNotMine) {
  for (const std::string& other : {behind_length("x"), behind_length("j"), behind_length("hello"),
                                   behind_length(element(0x6a, element(0x30, "")))}) {
    EXPECT_EQ(end_of(kerberos_tcp, other, kGuessed), What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus
