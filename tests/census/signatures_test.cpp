// How often signatures were found, whatever the order in which that is told.
#include "census/signatures.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tapcensus {
namespace {

RuleId enter(Catalog& catalog, std::string_view id, std::string_view category) {
  return catalog.add({.id = "a:" + std::string{id},
                      .place = "a.toml",
                      .field = Field::payload_tcp,
                      .weight = 0,
                      .claim = {},
                      .signature = {std::string{id}, std::string{category}, "info"}});
}

SignatureMatch match(RuleId rule, std::uint64_t seconds) {
  return {.source = {}, .target = {}, .seen = {seconds * kSecond}, .frame = 1, .rule = rule};
}

TEST(SignatureCounts, AreSortedByIdAndKnowTheLatest) {
  Catalog catalog;
  const RuleId ssh = enter(catalog, "ssh.banner", "protocol");
  const RuleId ping = enter(catalog, "doublepulsar.ping", "backdoor");
  std::vector<SignatureMatch> matches{match(ssh, 5), match(ping, 2), match(ssh, 9), match(ssh, 1)};
  for (int i = 0; i < 24; ++i) {
    SignatureCounts counts;
    for (const SignatureMatch& one : matches) counts.note(one, catalog);
    const std::vector<SignatureCount> all = counts.all();
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].signature.id, "doublepulsar.ping");
    EXPECT_EQ(all[0].signature.category, "backdoor");
    EXPECT_EQ(all[0].matches, 1u);
    EXPECT_EQ(all[1].signature.id, "ssh.banner");
    EXPECT_EQ(all[1].matches, 3u);
    EXPECT_EQ(all[1].last.ns, 9 * kSecond);
    std::ranges::next_permutation(matches, {}, &SignatureMatch::seen);
  }
}

TEST(SignatureCounts, OfASignatureGoOnWhenItsRuleIsWrittenAnew) {
  Catalog catalog;
  SignatureCounts counts;
  counts.note(match(enter(catalog, "ssh.banner", "protocol"), 1), catalog);
  counts.note(match(catalog.add({.id = "b:7",
                                 .place = "b.toml",
                                 .field = Field::payload_tcp,
                                 .weight = 0,
                                 .claim = {},
                                 .signature = {"ssh.banner", "protocol", "low"}}),
                    2),
              catalog);
  ASSERT_EQ(counts.all().size(), 1u);
  EXPECT_EQ(counts.all()[0].matches, 2u);
  EXPECT_EQ(counts.all()[0].signature.severity, "low");
}

}  // namespace
}  // namespace tapcensus
