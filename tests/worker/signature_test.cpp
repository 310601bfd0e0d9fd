// A signature is found exactly once in each direction of a flow, however its bytes were cut,
// ordered and repeated; and rules may be replaced while streams are open.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <random>

#include "match/rule_directory.hpp"
#include "support/frame.hpp"
#include "support/recording.hpp"
#include "worker/bench.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;

const std::string kNeedle = "SECRET-4711-PLAN";

std::string signature(const std::string& id, const std::string& when, const std::string& matches,
                      const std::string& example, const std::string& more = "") {
  return "[[signature]]\nid = '" + id + "'\ncategory = 'protocol'\nseverity = 'info'\nwhen = '" +
         when + "'\nmatches = '" + matches + "'\nexamples = ['" + example + "']\n" + more + "\n";
}

const std::string kSignatures =
    signature("test.needle", "payload.tcp", R"(SECRET-\d{4}-PLAN)", kNeedle) +
    signature("test.begin", "payload.tcp", "^HELLO", "HELLO") +
    signature("test.end", "payload.tcp", "LAST$", "LAST") +
    signature("test.port", "payload.tcp", "knock", "knock", "ports = [4711]") +
    signature("test.server", "payload.tcp", "whoami", "whoami", "to = 'server'") +
    signature("test.datagram", "payload.udp", R"(SECRET-\d{4}-PLAN)", kNeedle);

constexpr std::string_view kNames = R"(
[vendors]
Google = { country = "US" }
[systems]
[families]
[models]
)";

// Matches by the name of their signature.
using Matches = std::map<std::string, int>;

class Signatures : public ::testing::Test {
 protected:
  static constexpr std::uint32_t kFirst = 1'000;

  Signatures() { directory_.write("taxonomy.toml", kNames).write("signatures.toml", kSignatures); }

  Rules& rules() {
    if (!rules_) rules_ = std::make_unique<Rules>(directory_.path(), 1);
    return *rules_;
  }
  Worker& worker() {
    if (!worker_) {
      worker_ = std::make_unique<Worker>(
          WorkerOptions{.shard = {.flows = 8192, .small_blocks = 16, .large_blocks = 16},
                        .make_room = {}},
          *rules().set);
    }
    return *worker_;
  }

  // A new client's port for each connection.
  Frame from_client() const { return to(80).flags(kAck); }
  Frame to(std::uint16_t port) const {
    return ethernet(kClient, kServer).ipv4("10.0.0.1", "10.0.0.2").tcp(port_, port);
  }
  Frame from_server() const {
    return ethernet(kServer, kClient).ipv4("10.0.0.2", "10.0.0.1").tcp(80, port_).flags(kAck);
  }
  Frame syn() const { return to(80).seq(kFirst - 1).flags(kSyn); }
  void new_connection() { ++port_; }

  void see(const Frames& frames) {
    worker().process(frames.packets());
    last_ = frames.packets().back().at;
  }

  Matches found() {
    Matches matches;
    SignatureMatch match;
    while (worker().outbox().pop(match)) ++matches[rules().catalog[match.rule].signature.id];
    empty(worker().outbox());
    return matches;
  }
  Matches found_at_the_end() {
    worker().close();
    return found();
  }

  TemporaryDirectory directory_;
  std::unique_ptr<Rules> rules_;
  std::unique_ptr<Worker> worker_;
  std::uint16_t port_ = 10'000;
  Tick last_;  // when the last packet was seen
};

TEST_F(Signatures, FoundAtEveryOffsetAndAcrossEveryCut) {
  constexpr std::size_t kSize = 120;
  for (std::size_t at = 0; at + kNeedle.size() <= kSize; ++at) {
    std::string stream(kSize, '-');
    stream.replace(at, kNeedle.size(), kNeedle);
    for (std::size_t cut = 1; cut < kSize; ++cut) {
      new_connection();
      Frames frames;
      frames.add(syn());
      frames.add(from_client().seq(kFirst).payload(stream.substr(0, cut)));
      frames.add(
          from_client().seq(kFirst + static_cast<std::uint32_t>(cut)).payload(stream.substr(cut)));
      see(frames);
      ASSERT_EQ(found(), (Matches{{"test.needle", 1}})) << "at " << at << ", cut at " << cut;
    }
    worker().close();
    empty(worker().outbox());
  }
}

struct Piece {
  std::size_t at;
  std::string bytes;
};

// Cut by chance, some of it twice, the copies changed where `changed` says so; none goes further
// than a few places.
std::vector<Piece> pieces_of(const std::string& stream, bool changed, std::mt19937& random) {
  std::vector<Piece> pieces;
  for (std::size_t at = 0; at < stream.size();) {
    const std::size_t size = 1 + random() % std::min<std::size_t>(stream.size() - at, 700);
    pieces.push_back({at, stream.substr(at, size)});
    at += size;
  }
  std::vector<std::pair<std::size_t, std::size_t>> order;
  for (std::size_t i = 0; i < pieces.size(); ++i) order.emplace_back(i + random() % 5, i);
  std::ranges::stable_sort(order);
  std::vector<Piece> out;
  for (const auto& [when, which] : order) {
    out.push_back(pieces[which]);
    if (random() % 4 != 0) continue;
    Piece again = pieces[which];
    if (changed) std::ranges::fill(again.bytes, '#');
    out.push_back(again);
  }
  return out;
}

TEST_F(Signatures, TenThousandConnectionsAgreeWithASearchOfTheWholeBytes) {
  std::mt19937 random{20'18};
  const std::string alphabet = "SECRT-4711PLAN";
  for (int round = 0; round < 10'000; ++round) {
    std::string stream;
    const std::size_t size = 1 + random() % 3'000;
    for (std::size_t i = 0; i < size; ++i) stream += alphabet[random() % alphabet.size()];
    for (unsigned i = random() % 3; i > 0; --i) {
      const std::string part = kNeedle.substr(0, random() % 3 == 0 ? 9 : kNeedle.size());
      stream.insert(random() % stream.size(), part);
    }
    const bool begins = random() % 8 == 0, ends = random() % 8 == 0;
    if (begins) stream = "HELLO" + stream;
    if (ends) stream += "LAST";

    Matches expected;
    if (stream.find(kNeedle) != stream.npos) expected["test.needle"] = 1;
    if (begins) expected["test.begin"] = 1;
    if (ends) expected["test.end"] = 1;

    new_connection();
    const bool one_sided = random() % 2 == 0;
    Frames frames;
    frames.add(syn());
    std::uint32_t acknowledged = kFirst;
    for (const Piece& piece : pieces_of(stream, random() % 2 == 0, random)) {
      const std::uint32_t number = kFirst + static_cast<std::uint32_t>(piece.at);
      frames.add(from_client().seq(number).payload(piece.bytes));
      acknowledged = std::max(acknowledged, number + std::uint32_t(piece.bytes.size()));
      if (!one_sided) frames.add(from_server().seq(5'000).ack(acknowledged));
    }
    frames.add(from_client().seq(kFirst + std::uint32_t(stream.size())).flags(kFin | kAck));
    see(frames);
    ASSERT_EQ(found(), expected) << "round " << round << ": " << stream;
    if (round % 1'000 == 999) worker().close();
  }
}

TEST_F(Signatures, WithoutASynTheyAreFoundFromWhereItIsSeen) {
  Frames frames;
  frames.add(from_client().seq(kFirst).payload("middle of something SECRET-47"));
  frames.add(from_client().seq(kFirst + 29).payload("11-PLAN"));
  see(frames);
  EXPECT_EQ(found(), (Matches{{"test.needle", 1}}));
}

TEST_F(Signatures, EachDirectionOfAFlowCounts) {
  Frames frames;
  frames.add(syn());
  frames.add(from_client().seq(kFirst).payload(kNeedle + kNeedle));
  frames.add(from_server().seq(9'000).payload(kNeedle));
  frames.add(from_client().seq(kFirst + 2 * std::uint32_t(kNeedle.size())).payload(kNeedle));
  see(frames);
  EXPECT_EQ(found_at_the_end(), (Matches{{"test.needle", 2}}));
}

TEST_F(Signatures, AMatchNamesWhoSentItToWhom) {
  Frames frames;
  frames.add(syn());
  frames.add(from_client().seq(kFirst).payload(kNeedle));
  see(frames);
  SignatureMatch match;
  ASSERT_TRUE(worker().outbox().pop(match));
  EXPECT_EQ(match.source, (DeviceKey{kClient, *IpAddress::parse("10.0.0.1")}));
  EXPECT_EQ(match.target, (DeviceKey{kServer, *IpAddress::parse("10.0.0.2")}));
  EXPECT_EQ(match.frame, 2u);
}

TEST_F(Signatures, BehindALossTheyAreFoundButNotTheBeginning) {
  Frames frames;
  frames.add(syn());
  frames.add(from_client().seq(kFirst + 100).payload("HELLO " + kNeedle));
  see(frames);
  EXPECT_EQ(found_at_the_end(), (Matches{{"test.needle", 1}}));
}

TEST_F(Signatures, TheBodyOfARequestIsScannedThoughNoParserReadsIt) {
  const std::string request = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 40000\r\n\r\n";
  Frames frames;
  frames.add(syn());
  frames.add(from_client().seq(kFirst).payload(request + std::string(900, 'x')));
  frames.add(from_client()
                 .seq(kFirst + std::uint32_t(request.size()) + 900)
                 .payload(std::string(100, 'x') + kNeedle));
  see(frames);
  EXPECT_EQ(found(), (Matches{{"test.needle", 1}}));
}

TEST_F(Signatures, NothingIsScannedBeyondTheDepth) {
  Frames frames;
  frames.add(syn());
  std::uint32_t at = 0;
  for (; at < 16 * 1024; at += 1024) {
    frames.add(from_client().seq(kFirst + at).payload(std::string(1024, '-')));
  }
  frames.add(from_client().seq(kFirst + at).payload(kNeedle));
  see(frames);
  EXPECT_EQ(found_at_the_end(), Matches{});
}

TEST_F(Signatures, TheLastByteOfTheDepthStillCounts) {
  Frames frames;
  frames.add(syn());
  const std::size_t size = 16 * 1024 - kNeedle.size();
  std::uint32_t at = 0;
  for (; at + 1024 <= size; at += 1024) {
    frames.add(from_client().seq(kFirst + at).payload(std::string(1024, '-')));
  }
  frames.add(from_client().seq(kFirst + at).payload(std::string(size - at, '-') + kNeedle + "x"));
  see(frames);
  EXPECT_EQ(found(), (Matches{{"test.needle", 1}}));
}

TEST_F(Signatures, PortAndDirectionAreAskedFor) {
  Frames frames;
  frames.add(syn());
  frames.add(from_client().seq(kFirst).payload("knock whoami"));
  frames.add(from_server().seq(9'000).payload("knock whoami"));
  see(frames);
  EXPECT_EQ(found_at_the_end(), (Matches{{"test.server", 1}}));

  new_connection();
  Frames other;
  other.add(to(4711).seq(kFirst - 1).flags(kSyn));
  other.add(to(4711).seq(kFirst).flags(kAck).payload("knock"));
  see(other);
  EXPECT_EQ(found_at_the_end(), (Matches{{"test.port", 1}}));
}

TEST_F(Signatures, InDatagramsOnceAFlowAndDirection) {
  const auto datagram = [](const char* from, std::uint16_t source, const char* to,
                           std::uint16_t target, const std::string& payload) {
    return ethernet(kClient, kServer).ipv4(from, to).udp(source, target).payload(payload);
  };
  Frames frames;
  for (int i = 0; i < 3; ++i) {
    frames.add(datagram("10.0.0.1", 7000, "10.0.0.2", 7001, "x" + kNeedle));
    frames.add(datagram("10.0.0.2", 7001, "10.0.0.1", 7000, kNeedle + "y"));
    frames.add(datagram("10.0.0.1", 7002, "10.0.0.2", 7001, kNeedle));
  }
  see(frames);
  EXPECT_EQ(found(), (Matches{{"test.datagram", 3}}));
}

TEST_F(Signatures, AFloodOfHalfOpenStreamsDoesNotHideThem) {
  Frames flood;
  for (std::uint32_t i = 0; i < 4'000; ++i) {
    flood.add(
        ethernet(kRouter, kServer)
            .ipv4("172.16." + std::to_string(i / 250) + "." + std::to_string(i % 250), "10.0.0.2")
            .tcp(40'000, 80)
            .seq(7)
            .flags(kAck)
            .payload("half a stream SECRET-"));
  }
  int all = 0;
  for (int i = 0; i < 50; ++i) {
    see(flood);
    new_connection();
    Frames honest;
    honest.add(syn());
    honest.add(from_client().seq(kFirst).payload("honest SECRET-"));
    honest.add(from_client().seq(kFirst + 14).payload("4711-PLAN"));
    see(honest);
    all += found()["test.needle"];
  }
  EXPECT_EQ(all, 50);
}

// ---- A million flows ----------------------------------------------------------------------------

std::uint64_t resident_mebibytes() {
  std::ifstream file{"/proc/self/statm"};
  std::uint64_t total = 0, resident = 0;
  file >> total >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) >> 20;
}

// A connection from one of many clients that says half of what is looked for, or all of it.
void add_connection(Frames& frames, std::uint32_t client, const std::vector<std::string>& says) {
  const std::string address = "10." + std::to_string(1 + (client >> 16)) + "." +
                              std::to_string(client >> 8 & 255) + "." +
                              std::to_string(client & 255);
  const auto segment = [&] {
    return ethernet(kRouter, kServer).ipv4(address, "192.0.2.1").tcp(40'000, 80);
  };
  frames.add(segment().seq(99).flags(kSyn), 0);
  std::uint32_t at = 100;
  for (const std::string& part : says) {
    frames.add(segment().seq(at).flags(kAck).payload(part), 0);
    at += static_cast<std::uint32_t>(part.size());
  }
}

TEST_F(Signatures, AMillionOpenFlowsTakeTheMemoryThatWasLaidOut) {
  if (std::getenv("TAPCENSUS_LONG") == nullptr) GTEST_SKIP() << "takes a minute: TAPCENSUS_LONG=1";
  Catalog catalog;
  // As `run --memory 1G` lays it out.
  auto loaded =
      RuleSet::load(directory_.path(), catalog, 1, {}, {.lanes = 1, .lane_bytes = 64u << 20});
  ASSERT_TRUE(loaded);
  Published<RuleSet> rules{1, std::move(loaded).value()};
  Worker worker{{.shard = {.flows = 1u << 21,
                           .small_blocks = 32'768,
                           .large_blocks = 12'288,
                           .repeats = 65'536,
                           .holes = Holes::kMostLists,
                           .recent = 16'384},
                 .make_room = {}},
                rules};
  int found = 0;
  const auto see = [&](std::uint32_t from, std::uint32_t count, bool whole) {
    for (std::uint32_t at = 0; at < count; at += 1'000) {
      Frames frames;
      for (std::uint32_t i = 0; i < 1'000; ++i) {
        add_connection(frames, from + at + i,
                       whole ? std::vector<std::string>{"SECRET-47", "11-PLAN"}
                             : std::vector<std::string>{"SECRET-47"});
      }
      worker.process(frames.packets());
      SignatureMatch match;
      while (worker.outbox().pop(match)) ++found;
      empty(worker.outbox());
    }
  };
  const std::uint64_t begun = resident_mebibytes();
  see(0, 1'000'000, false);
  EXPECT_GT(worker.flows_active(), 990'000u) << "a few sets are full at half load";
  const std::uint64_t open = resident_mebibytes();
  see(1'000'000, 6'000'000, false);
  const std::uint64_t flooded = resident_mebibytes();
  see(7'000'000, 1'000, true);
  EXPECT_EQ(found, 1'000) << "honest flows in the flood";
  std::cout << "resident MiB: " << begun << " at start, " << open << " with a million open flows, "
            << flooded << " after six million more; " << worker.streams_open()
            << " streams open, of " << rules.newest().stream_bytes() << " bytes\n";
  EXPECT_LT(flooded, 1'024u + 256u);
}

// ---- Rules that are replaced --------------------------------------------------------------------

class SignaturesReplaced : public Signatures {
 protected:
  void replace() {
    auto loaded = RuleSet::load(directory_.path(), rules().catalog, 1);
    ASSERT_TRUE(loaded);
    rules().set->publish(std::move(loaded).value());
  }
  std::size_t sets() {
    rules().set->reclaim();
    return rules().set->held();
  }
  std::uint64_t cut() { return worker().tallies().events[Event::streams_cut].value(); }
  void first_half() {
    Frames frames;
    frames.add(syn());
    frames.add(from_client().seq(kFirst).payload("SECRET-47"));
    see(frames);
  }
  void second_half() {
    Frames frames;
    frames.add(from_client().seq(kFirst + 9).payload("11-PLAN").flags(kFin | kAck));
    see(frames);
  }
};

TEST_F(SignaturesReplaced, AnOpenStreamIsFinishedByTheRulesItBeganWith) {
  first_half();
  replace();
  worker().rest();
  EXPECT_EQ(sets(), 2u);
  second_half();
  EXPECT_EQ(found(), (Matches{{"test.needle", 1}}));
  worker().rest();
  EXPECT_EQ(sets(), 1u) << "nobody needs the former rules any more";
  EXPECT_EQ(cut(), 0u);
}

TEST_F(SignaturesReplaced, ForTwoReloads) {
  first_half();
  replace();
  worker().rest();
  replace();
  worker().rest();
  second_half();
  EXPECT_EQ(found(), (Matches{{"test.needle", 1}}));
  EXPECT_EQ(cut(), 0u);
}

TEST_F(SignaturesReplaced, TheThirdCutsItAndSaysSo) {
  first_half();
  for (int i = 0; i < 3; ++i) {
    replace();
    worker().rest();
  }
  EXPECT_EQ(cut(), 1u);
  EXPECT_EQ(sets(), 1u);
  second_half();
  EXPECT_EQ(found(), Matches{});
  new_connection();
  first_half();
  second_half();
  EXPECT_EQ(found(), (Matches{{"test.needle", 1}}));
}

TEST_F(SignaturesReplaced, AndSoDoesAMinute) {
  first_half();
  replace();
  worker().rest();
  worker().advance(Tick{last_.ns + 61 * kSecond});
  EXPECT_EQ(cut(), 1u);
  EXPECT_EQ(sets(), 1u);
}

}  // namespace
}  // namespace tapcensus
