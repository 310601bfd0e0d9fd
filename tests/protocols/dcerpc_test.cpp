// DCE/RPC: NTLM in the binding.
#include <gmock/gmock.h>

#include "corpus.hpp"
#include "ntlmssp_words.hpp"
#include "preambles.hpp"

namespace tapcensus {

extern const Protocol dcerpc;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

std::string unit(unsigned kind, const std::string& body, const std::string& token) {
  const std::string verifier = token.empty() ? "" : octets({10, 2, 0, 0, 1, 0, 0, 0}) + token;
  const auto size = static_cast<unsigned>(16 + body.size() + verifier.size());
  return octets({5, 0, kind, 3, 0x10, 0, 0, 0}) + le16(size) +
         le16(static_cast<unsigned>(token.size())) + le32(1) + body + verifier;
}

const std::string kBody(56, 'b');

TEST(Dcerpc, ClientsBringTwoTokens) {
  const std::string client =
      unit(11, kBody, ntlm_negotiate()) + unit(16, "pads", ntlm_authenticate());
  for (std::size_t piece = 1; piece <= client.size(); ++piece) {
    const Followed followed = follow(dcerpc, client, piece, kGuessed);
    EXPECT_EQ(followed.last, What::done);
    EXPECT_EQ(followed.texts, kNtlmNegotiated + kNtlmAuthenticated);
  }
}

TEST(Dcerpc, ServersOne) {
  const Followed followed = follow(dcerpc, unit(12, kBody, ntlm_challenge()), 1000, kGuessed);
  EXPECT_EQ(followed.last, What::done);
  EXPECT_EQ(followed.texts, kNtlmChallenged);
}

TEST(Dcerpc, WhoBindsWithoutSecurityIsFollowedNoFurther) {
  EXPECT_EQ(end_of(dcerpc, unit(11, kBody, "")), What::done);
  EXPECT_EQ(end_of(dcerpc, corpus("dcerpc/mapper_client")), What::done);
}

TEST(Dcerpc, SambaIsHeardFromEitherSide) {
  EXPECT_EQ(follow(dcerpc, corpus("dcerpc/lsa_client"), 9, kGuessed).texts,
            (Texts{"ntlmssp.version=6.1.0", "ntlmssp.version=6.1.0", "ntlmssp.host=CLIENTPC",
                   "ntlmssp.domain=CENSUS"}));
  EXPECT_EQ(follow(dcerpc, corpus("dcerpc/lsa_server"), 9, kGuessed).texts,
            (Texts{"ntlmssp.version=6.1.0", "ntlmssp.domain=CENSUS", "ntlmssp.target=DC7",
                   "ntlmssp.domain=census.test", "ntlmssp.target=dc7.census.test"}));
}

TEST(Dcerpc, OthersAreNotMine) {
  for (const std::string& other : {octets({5, 1, 0}) + std::string(13, 0), unit(0, kBody, ""),
                                   octets({4}) + unit(11, kBody, ""),
                                   octets({5, 0, 11, 3, 0x10, 0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0}),
                                   octets({5, 0, 11, 3, 0x10, 0, 0, 0, 20, 0, 5, 0, 1, 0, 0, 0})}) {
    EXPECT_EQ(end_of(dcerpc, other, kGuessed), What::not_mine);
  }
}

TEST(Dcerpc, BigEndianLengthsAreReadToo) {
  const std::string token = ntlm_negotiate();
  const auto size = static_cast<unsigned>(16 + 8 + token.size());
  EXPECT_EQ(follow(dcerpc,
                   octets({5, 0, 11, 3, 0, 0, 0, 0}) + be16(size) + be16(unsigned(token.size())) +
                       be32(1) + std::string(8, 'v') + token,
                   1000)
                .texts,
            kNtlmNegotiated);
}

}  // namespace
}  // namespace tapcensus
