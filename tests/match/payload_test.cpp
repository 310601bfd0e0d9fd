// Payload against rules: in streams, whatever their cuts, and in datagrams.
#include <gmock/gmock.h>

#include "match/rule_directory.hpp"

namespace tapcensus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr PayloadPlace kAnywhere{50000, 80, Heading::to_server};

std::string signature(std::string_view id, std::string_view matches,
                      std::string_view when = "payload.tcp", std::string_view more = "") {
  std::string text{"[[signature]]\ncategory = 'protocol'\nseverity = 'info'\nexamples = 'x'\n"};
  ((text += "id = '") += id) += "'\n";
  ((text += "when = '") += when) += "'\n";
  ((text += "matches = ") += matches) += "\n";
  return (text += more) + "\n";
}

// Rules, and the ids of those that were found.
class Payload {
 public:
  explicit Payload(const std::string& rules, StreamRoom room = {})
      : rules_{load(rules, catalog_, room)} {}

  const RuleSet& rules() const { return *rules_; }
  PayloadStreams& streams() const { return *rules_->streams(0); }

  std::vector<std::string> names(PayloadHits hits) const {
    std::vector<std::string> names;
    for (const PayloadHit& hit : hits) {
      names.push_back(hit.signature ? catalog_[hit.rule].signature.id : catalog_[hit.rule].id);
    }
    return names;
  }
  std::vector<std::string> scan(PayloadStreams::Index stream, std::string_view bytes,
                                const PayloadPlace& place = kAnywhere) const {
    return names(streams().scan(stream, as_bytes(bytes), place, 0));
  }
  std::vector<std::string> close(PayloadStreams::Index stream) const {
    return names(streams().close(stream, kAnywhere, 0));
  }
  std::vector<std::string> datagram(std::string_view bytes,
                                    const PayloadPlace& place = kAnywhere) const {
    return names(rules_->find_in_datagram(as_bytes(bytes), place, 1));
  }

 private:
  static std::unique_ptr<const RuleSet> load(const std::string& rules, Catalog& catalog,
                                             StreamRoom room) {
    TemporaryDirectory directory;
    directory.write("taxonomy.toml", kTaxonomy).write("a.toml", rules);
    return Loaded::take(RuleSet::load(directory.path(), catalog, 2, {}, room));
  }

  Catalog catalog_;
  std::unique_ptr<const RuleSet> rules_;
};

const int kFlow = 0;
const int kOther = 0;

TEST(PayloadStreams, FindWhatBeginsInOnePieceAndEndsInAnother) {
  const Payload payload{signature("a.b", "'needle'")};
  auto& streams = payload.streams();
  const auto stream = streams.acquire(&kFlow);
  EXPECT_THAT(payload.scan(stream, "some nee"), IsEmpty());
  const PayloadHits hits = streams.scan(stream, as_bytes("dle and more"), kAnywhere, 0);
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_TRUE(hits[0].signature);
  EXPECT_EQ(hits[0].end, 11u);
  EXPECT_EQ(streams.scanned(stream), 20u);
  EXPECT_THAT(payload.close(stream), IsEmpty());
  EXPECT_EQ(streams.in_use(), 0u);
}

TEST(PayloadStreams, TellARuleOnceHoweverOftenItHolds) {
  const Payload payload{signature("a", "['needle', 'pin']")};
  const auto stream = payload.streams().acquire(&kFlow);
  EXPECT_THAT(payload.scan(stream, "a needle, a pin, a needle"), ElementsAre("a"));
  EXPECT_THAT(payload.scan(stream, "a pin"), IsEmpty());
  payload.streams().restart(stream, PayloadStreams::Restart::at_beginning);
  EXPECT_THAT(payload.scan(stream, "a needle"), IsEmpty());
  payload.streams().drop(stream);
  const auto next = payload.streams().acquire(&kOther);
  EXPECT_THAT(payload.scan(next, "a needle"), ElementsAre("a"));
}

TEST(PayloadStreams, KeepApartWhatComesInBetween) {
  const Payload payload{signature("a", "'needle'")};
  const auto one = payload.streams().acquire(&kFlow);
  const auto other = payload.streams().acquire(&kOther);
  EXPECT_THAT(payload.scan(one, "nee"), IsEmpty());
  EXPECT_THAT(payload.scan(other, "dle"), IsEmpty());
  EXPECT_THAT(payload.scan(one, "dle"), ElementsAre("a"));
}

TEST(PayloadStreams, TellWhatAsksForTheEndAtTheEndOnly) {
  const Payload payload{signature("a", "'bye$'")};
  const auto stream = payload.streams().acquire(&kFlow);
  EXPECT_THAT(payload.scan(stream, "bye"), IsEmpty());
  EXPECT_THAT(payload.scan(stream, ", bye"), IsEmpty());
  EXPECT_THAT(payload.close(stream), ElementsAre("a"));
}

TEST(PayloadStreams, DroppedSayNothingOfTheirEnd) {
  const Payload payload{signature("a", "'bye$'")};
  const auto stream = payload.streams().acquire(&kFlow);
  EXPECT_THAT(payload.scan(stream, "bye"), IsEmpty());
  payload.streams().drop(stream);
  EXPECT_THAT(payload.close(payload.streams().acquire(&kOther)), IsEmpty());
}

TEST(PayloadStreams, BehindAGapTheBeginningIsNotTheBeginning) {
  const Payload payload{signature("begins", "['^hello', '(?:x|\\Aanother)hello']") +
                        signature("class", "'[^x]hello'") + signature("says", "'hello'")};
  auto& streams = payload.streams();
  const auto stream = streams.acquire(&kFlow);
  EXPECT_THAT(payload.scan(stream, "hel"), IsEmpty());
  streams.restart(stream, PayloadStreams::Restart::behind_gap);
  EXPECT_THAT(payload.scan(stream, "lo"), IsEmpty()) << "what was before the gap is forgotten";
  streams.restart(stream, PayloadStreams::Restart::behind_gap);
  EXPECT_THAT(payload.scan(stream, "hello, hello"), ElementsAre("class", "says"));
  EXPECT_EQ(streams.scanned(stream), 17u);
  streams.restart(stream, PayloadStreams::Restart::at_beginning);
  EXPECT_THAT(payload.scan(stream, "hello"), ElementsAre("begins"));
}

TEST(PayloadStreams, CountWhereAMatchEndsOverAllRestarts) {
  const Payload payload{signature("a", "'needle'")};
  auto& streams = payload.streams();
  const auto stream = streams.acquire(&kFlow);
  payload.scan(stream, "0123456789");
  streams.restart(stream, PayloadStreams::Restart::behind_gap);
  const PayloadHits hits = streams.scan(stream, as_bytes("needle"), kAnywhere, 0);
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_EQ(hits[0].end, 16u);
}

TEST(PayloadStreams, AnswerForPortsAndHeading) {
  const Payload payload{signature("any", "'x'") +
                        signature("port", "'x'", "payload.tcp", "ports = [445, 139]") +
                        signature("server", "'x'", "payload.tcp", "to = 'server'") +
                        signature("client", "'x'", "payload.tcp", "to = 'client'\nports = 139")};
  const auto found = [&](const PayloadPlace& place) {
    const auto stream = payload.streams().acquire(&kFlow);
    auto names = payload.scan(stream, "x", place);
    payload.streams().drop(stream);
    return names;
  };
  EXPECT_THAT(found({50000, 80, Heading::unknown}), ElementsAre("any"));
  EXPECT_THAT(found({50000, 445, Heading::to_server}), ElementsAre("any", "port", "server"));
  EXPECT_THAT(found({139, 50000, Heading::to_client}), ElementsAre("any", "port", "client"));
  EXPECT_THAT(found({80, 50000, Heading::to_client}), ElementsAre("any"));
}

TEST(PayloadStreams, TheOldestChangesHandsWhenNoneIsFree) {
  const Payload payload{signature("a", "'needle'"), {.lanes = 1, .lane_bytes = 1}};
  auto& streams = payload.streams();
  ASSERT_EQ(payload.rules().streams_each_lane(), 64u);
  std::array<int, 66> flows{};
  std::array<PayloadStreams::Index, 66> indexes{};
  for (std::size_t i = 0; i < 64; ++i) {
    indexes[i] = streams.acquire(&flows[i]);
    EXPECT_THAT(payload.scan(indexes[i], "a nee"), IsEmpty());
  }
  EXPECT_EQ(streams.in_use(), 64u);
  EXPECT_EQ(streams.lost(), 0u);
  streams.drop(indexes[1]);
  indexes[64] = streams.acquire(&flows[64]);
  EXPECT_EQ(streams.lost(), 0u);
  indexes[65] = streams.acquire(&flows[65]);
  EXPECT_EQ(streams.lost(), 1u);
  EXPECT_FALSE(streams.owns(indexes[0], &flows[0]));
  EXPECT_FALSE(streams.owns(indexes[1], &flows[1]));
  EXPECT_TRUE(streams.owns(indexes[65], &flows[65]));
  EXPECT_THAT(payload.scan(indexes[65], "dle"), IsEmpty()) << "nothing is left of the former owner";
  for (std::size_t i = 2; i < 64; ++i) {
    ASSERT_TRUE(streams.owns(indexes[i], &flows[i]));
    EXPECT_THAT(payload.scan(indexes[i], "dle"), ElementsAre("a"));
  }
}

TEST(PayloadStreams, BelongToNobodyWhenTheyAreFree) {
  const Payload payload{signature("a", "'x'")};
  auto& streams = payload.streams();
  const auto stream = streams.acquire(&kFlow);
  EXPECT_TRUE(streams.owns(stream, &kFlow));
  payload.close(stream);
  EXPECT_FALSE(streams.owns(stream, &kFlow));
  EXPECT_FALSE(streams.owns(stream, nullptr));
  EXPECT_FALSE(streams.owns(0, &kFlow));
  EXPECT_FALSE(streams.owns(1'000'000, &kFlow)) << "of a larger pool, by former rules";
}

TEST(PayloadStreams, AreAsManyAsHaveRoom) {
  const Payload payload{signature("a", "'needle'"), {.lanes = 3, .lane_bytes = 1 << 20}};
  const RuleSet& rules = payload.rules();
  EXPECT_GE(rules.stream_bytes(), 60u);
  EXPECT_EQ(rules.streams_each_lane(), (1u << 20) / rules.stream_bytes());
  EXPECT_NE(rules.streams(2), nullptr);
  EXPECT_EQ(rules.streams(3), nullptr);
  EXPECT_EQ(Payload(signature("a", "'x'"), {.lanes = 1, .lane_bytes = 1u << 30})
                .rules()
                .streams_each_lane(),
            65'536u);
}

TEST(PayloadStreams, AreNotThereWithoutRules) {
  const Payload payload{signature("a", "'x'", "payload.udp")};
  EXPECT_EQ(payload.rules().streams(0), nullptr);
  EXPECT_EQ(payload.rules().stream_bytes(), 0u);
  EXPECT_TRUE(payload.rules().scans_datagrams());
}

TEST(PayloadStreams, ScanMoreAtOnceThanTheirBufferHolds) {
  const Payload payload{signature("a", "'needle'") + signature("b", "'x{1000}y'")};
  const auto stream = payload.streams().acquire(&kFlow);
  std::string bytes(200'000, 'x');
  for (const std::size_t at : {65'533u, 131'070u, 199'990u}) bytes.replace(at, 6, "needle");
  EXPECT_THAT(payload.scan(stream, bytes), ElementsAre("a"));
  EXPECT_EQ(payload.streams().scanned(stream), 200'000u);
}

TEST(Datagrams, AreScannedEachByItself) {
  const Payload payload{signature("a", "['needle', 'pin']", "payload.udp") +
                        signature("b", "'^pin$'", "payload.udp", "ports = 53")};
  EXPECT_EQ(payload.rules().streams(0), nullptr);
  EXPECT_THAT(payload.datagram("a needle and a pin and a needle"), ElementsAre("a"));
  EXPECT_THAT(payload.datagram("pin"), ElementsAre("a"));
  EXPECT_THAT(payload.datagram("pin", {53, 40000, Heading::unknown}), ElementsAre("a", "b"));
  EXPECT_THAT(payload.datagram("nee"), IsEmpty());
  EXPECT_THAT(payload.datagram("dle"), IsEmpty());
  EXPECT_THAT(payload.datagram(""), IsEmpty());
  EXPECT_THAT(payload.datagram(std::string(65'000, 'x') + "needle"), ElementsAre("a"));
}

TEST(Datagrams, AreNotScannedWithoutRules) {
  const Payload payload{signature("a", "'x'")};
  EXPECT_FALSE(payload.rules().scans_datagrams());
  EXPECT_THAT(payload.datagram("x"), IsEmpty());
}

TEST(Payload, OfARuleIsEvidence) {
  const Payload payload{rule("payload.tcp", "matches = 'iPhone'") + signature("a", "'Phone'")};
  const auto stream = payload.streams().acquire(&kFlow);
  const PayloadHits hits = payload.streams().scan(stream, as_bytes("an iPhone"), kAnywhere, 0);
  ASSERT_EQ(hits.size(), 2u);
  EXPECT_FALSE(hits[0].signature);
  EXPECT_TRUE(hits[1].signature);
}

}  // namespace
}  // namespace tapcensus
