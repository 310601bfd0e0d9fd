// Matches of signatures on their way from the workers' outboxes to people and to Prometheus.
#include <gmock/gmock.h>

#include "app/desk.hpp"
#include "app/layout.hpp"
#include "app/scrape.hpp"
#include "app/tapcensus.hpp"
#include "exporter/exporter.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using ::testing::HasSubstr;

std::unique_ptr<Desk> desk_with(StreamRoom streams = {}) {
  at_home({});
  CensusChoices choices;
  choices.rules = std::string{TAPCENSUS_SOURCE} + "/rules";
  auto desk = Desk::open(choices, 1, {}, streams);
  EXPECT_TRUE(desk.ok());
  return std::move(desk).value();
}

RuleId signature(const Desk& desk, std::string_view id) {
  for (std::uint32_t i = 0; i < desk.catalog().rules(); ++i) {
    if (desk.catalog()[RuleId{i}].signature.id == id) return RuleId{i};
  }
  ADD_FAILURE() << "no signature " << id;
  return {};
}

TEST(SignatureMatches, AreCountedByTheDeskWhicheverWorkerFoundThem) {
  const auto desk = desk_with();
  const SignatureMatch ssh{{}, {}, Tick{9 * kSecond}, 2, signature(*desk, "ssh.banner")};
  const SignatureMatch vnc{{}, {}, Tick{5 * kSecond}, 1, signature(*desk, "vnc.version")};
  Outbox one{16, 16, 16, {}};
  Outbox other{16, 16, 16, {}};
  ASSERT_TRUE(one.push(ssh));
  ASSERT_TRUE(other.push(vnc));
  ASSERT_TRUE(other.push(ssh));
  for (Outbox* const outbox : {&one, &other}) desk->collect(*outbox);
  desk->note_collected();
  desk->note_collected();

  const auto found = desk->signatures().all();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].signature.id, "ssh.banner");
  EXPECT_EQ(found[0].matches, 2u);
  EXPECT_EQ(found[1].signature.id, "vnc.version");
  EXPECT_EQ(desk->latest(), Tick{9 * kSecond});

  Scrape scrape;
  show_census(scrape, *desk, desk->latest());
  Exporter exporter{Exporter::Use::written_once};
  exporter.show(std::move(scrape));
  EXPECT_THAT(exporter.text(), HasSubstr("tapcensus_signature_matches_total{signature=\"ssh."
                                         "banner\",category=\"protocol\"} 2\n"));
  EXPECT_THAT(exporter.text(), HasSubstr("tapcensus_signature_last_match_timestamp_seconds{"
                                         "signature=\"vnc.version\"} 5\n"));
}

TEST(SignatureMatches, ThatHaveNoRoomAreSaidToBeLost) {
  Outbox outbox{1, 1, 1, {}};
  EXPECT_TRUE(outbox.push(SignatureMatch{}));
  EXPECT_FALSE(outbox.push(SignatureMatch{}));
}

TEST(SignatureStreams, AreOpenedForEachShardAndAgainForTheRulesThatReplaceThem) {
  const auto desk = desk_with(stream_room(2 << 20, 64));
  const RuleSet& first = desk->rules().newest();
  EXPECT_NE(first.streams(63), nullptr);
  EXPECT_EQ(first.streams(64), nullptr);
  EXPECT_EQ(first.streams_each_lane(), (128u << 10) / first.stream_bytes());
  auto next = PreparedRules::prepare(desk->rules_path(), 1, {}, Compiling::here, desk->streams());
  ASSERT_TRUE(next.ok());
  EXPECT_TRUE(desk->replace_rules(std::move(next).value()).empty());
  const RuleSet& second = desk->rules().newest();
  EXPECT_NE(second.streams(63), nullptr);
  EXPECT_NE(second.streams(63), first.streams(63));
  EXPECT_EQ(second.streams_each_lane(), first.streams_each_lane());
}

TEST(ClassifyPayload, NamesSignaturesBesideTheVerdict) {
  const Ended tcp = tapcensus({"classify", "payload.tcp"},
                              "RFB 003.008\\x0a\nSSH-2.0-OpenSSH_9.2\\x0d\\x0a\nnothing\n");
  EXPECT_EQ(tcp.status, 0) << tcp.err;
  EXPECT_THAT(tcp.out, HasSubstr("\"ambiguous\":{},\"signatures\":[\"vnc.version\"]}\n"));
  EXPECT_THAT(tcp.out, HasSubstr("\"signatures\":[\"ssh.banner\"]}\n"));
  EXPECT_THAT(tcp.out, HasSubstr("\"signatures\":[]}\n"));
  const Ended udp = tapcensus({"classify", "payload.udp"}, "RFB 003.008\\x0a\n");
  EXPECT_THAT(udp.out, HasSubstr("\"signatures\":[]}\n"));
}

TEST(RulesList, HoldsSignatures) {
  const Ended own = tapcensus({"rules", "list", "--pack", "own"});
  EXPECT_THAT(own.out, HasSubstr("\tpayload.tcp\t-\tsignature=vnc.version category=protocol "
                                 "severity=info\tmatches '^RFB"));
}

}  // namespace
}  // namespace tapcensus
