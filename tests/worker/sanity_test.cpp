// Whether a tap is sane: what is counted beside the ledger says what was done to the traffic, to
// the byte, and nothing where nothing was done.
#include <gmock/gmock.h>

#include <algorithm>
#include <functional>

#include "support/frame.hpp"
#include "support/recording.hpp"
#include "support/transfer.hpp"
#include "worker/bench.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;

const Rules& rules() {
  static const Rules rules;
  return rules;
}

struct Seen {
  std::uint64_t flows, one_sided, segments, out_of_order, acks, gaps, gap_bytes, duplicates, cut;

  friend bool operator==(const Seen&, const Seen&) = default;
};

void PrintTo(const Seen& seen, std::ostream* out) {
  *out << seen.flows << " flows, " << seen.one_sided << " one-sided, " << seen.segments
       << " segments, " << seen.out_of_order << " out of order, " << seen.acks << " acks, "
       << seen.gaps << " gaps, " << seen.gap_bytes << " bytes, " << seen.duplicates
       << " duplicates, " << seen.cut << " cut";
}

Seen seen_by(const std::vector<Packet>& packets, const ShardSize& size = {}) {
  Worker worker{{.shard = size, .make_room = {}}, *rules().set};
  for (std::size_t at = 0; at < packets.size(); at += 32) {
    worker.process(std::span{packets}.subspan(at, std::min<std::size_t>(32, packets.size() - at)));
    empty(worker.outbox());
  }
  worker.close();
  const auto count = [&](TapEvent event) { return worker.tallies().taps[0][event].value(); };
  return {count(TapEvent::tcp_flows),    count(TapEvent::one_sided_flows),
          count(TapEvent::tcp_segments), count(TapEvent::out_of_order),
          count(TapEvent::ack_events),   count(TapEvent::gap_events),
          count(TapEvent::gap_bytes),    count(TapEvent::duplicates),
          count(TapEvent::cut_short)};
}

Seen seen_in(const Recording& recording, const ShardSize& size = {}) {
  return seen_by(packets_of(recording), size);
}

Seen seen_in(const std::vector<Sent>& sent) {
  Frames frames;
  for (const Sent& each : sent) frames.add(each.frame);
  return seen_by(frames.packets());
}

std::vector<Sent> without(std::vector<Sent> sent, const std::function<bool(const Sent&)>& lost) {
  std::erase_if(sent, lost);
  return sent;
}

Recording recording_named(const std::string& name) { return recording_of(capture_path(name)); }

// Recorded where nothing was lost, repeated or reordered.
std::vector<std::string> clean_captures() {
  std::vector<std::string> names = capture_names();
  std::erase(names, "lossy.pcap");
  std::erase(names, "one_sided.pcap");
  return names;
}

TEST(Sanity, ACleanCaptureHasNothingToComplainOf) {
  for (const std::string& name : clean_captures()) {
    const Seen seen = seen_in(recording_named(name));
    const Seen expected{.flows = seen.flows,
                        .one_sided = 0,
                        .segments = seen.segments,
                        .out_of_order = 0,
                        .acks = seen.acks,
                        .gaps = 0,
                        .gap_bytes = 0,
                        .duplicates = 0,
                        .cut = seen.cut};
    EXPECT_EQ(seen, expected) << name;
  }
  EXPECT_EQ(seen_in(recording_named("office.pcap")).cut, 0u);
  EXPECT_GT(seen_in(recording_named("office.pcap")).flows, 50u);
}

TEST(Sanity, ADoubledCaptureHasThatManyDuplicatesAndIsWorkedOnAsItIs) {
  for (const std::string& name : clean_captures()) {
    const Recording once = recording_named(name);
    Recording twice;
    for (const Recorded& frame : once) {
      twice.push_back(frame);
      twice.push_back(frame);
      twice.back().at.ns += 1'000'000;
    }
    const Seen before = seen_in(once);
    const Seen after = seen_in(twice, {.recent = 16'384});
    EXPECT_EQ(after.duplicates, once.size()) << name;
    EXPECT_EQ(after.segments, 2 * before.segments) << name;
    EXPECT_EQ(after.flows, before.flows) << name;
    EXPECT_EQ(after.out_of_order, 0u) << name;
    EXPECT_EQ(after.gap_bytes, 0u) << name;
  }
}

TEST(Sanity, ACopyIsKnownBehindARouterAndInAnotherVlan) {
  const auto packet = [](Frame link) {
    return link.ipv4("10.0.0.1", "10.0.0.2").id(77).tcp(50'000, 80).payload("the same bytes");
  };
  const Frame original = packet(ethernet(kClient, kRouter));
  const auto duplicates = [&](const Frame& copy, std::uint64_t later) {
    Frames frames;
    frames.add(original).add(copy, later);
    return seen_by(frames.packets()).duplicates;
  };
  EXPECT_EQ(duplicates(original, 49), 1u);
  EXPECT_EQ(duplicates(original, 51), 0u);
  EXPECT_EQ(duplicates(packet(ethernet(kRouter, kServer)).ttl(63), 1), 1u);
  EXPECT_EQ(duplicates(packet(ethernet(kClient, kRouter).vlan(7)), 1), 1u);
  std::string checksum = original.bytes();
  checksum[14 + 10] ^= 0x55;
  Frames frames;
  frames.add(original).add(checksum);
  EXPECT_EQ(seen_by(frames.packets()).duplicates, 1u);
}

TEST(Sanity, ARetransmissionIsNoDuplicate) {
  const auto v4 = [](std::uint16_t id, std::string_view stamp) {
    return ethernet(kClient, kServer)
        .ipv4("10.0.0.1", "10.0.0.2")
        .id(id)
        .tcp(50'000, 80)
        .tcp_options(std::string{"\x01\x01\x08\x0a", 4} + std::string{stamp} + "echo")
        .payload("the same bytes");
  };
  Frames frames;
  frames.add(v4(1, "0001")).add(v4(2, "0001")).add(v4(2, "0002"));
  EXPECT_EQ(seen_by(frames.packets()).duplicates, 0u);
  // Without IP ID nor time stamp it is the same to the bit, but not as soon.
  const Frame v6 = ethernet(kClient, kServer)
                       .ipv6("2001:db8::1", "2001:db8::2")
                       .tcp(50'000, 80)
                       .payload("the same bytes");
  Frames late;
  late.add(v6).add(v6, 5);
  EXPECT_EQ(seen_by(late.packets()).duplicates, 0u);
  Frames soon;
  soon.add(v6).add(v6, 1);
  EXPECT_EQ(seen_by(soon.packets()).duplicates, 1u);
}

TEST(Sanity, TapsAreJudgedApart) {
  Frames frames;
  for (const Sent& each : Transfer{}.sent()) frames.add(each.frame);
  std::vector<Packet> packets = frames.packets();
  std::vector<Packet> both;
  for (const Packet& packet : packets) {
    both.push_back(packet);
    both.push_back(packet);
    both.back().tap = 3;
  }
  Worker worker{WorkerOptions{}, *rules().set};
  worker.process(both);
  worker.close();
  for (const std::size_t tap : {0, 3}) {
    const Tally<TapEvent>& events = worker.tallies().taps[tap];
    EXPECT_EQ(events[TapEvent::tcp_flows].value(), 1u);
    EXPECT_EQ(events[TapEvent::duplicates].value(), 0u);
    EXPECT_EQ(events[TapEvent::tcp_segments].value(), 41u);
  }
}

TEST(Sanity, OneDirectionAloneIsOneSided) {
  for (const bool from_server : {false, true}) {
    const Seen seen = seen_in(without(
        Transfer{}.sent(), [&](const Sent& each) { return each.from_server == from_server; }));
    EXPECT_EQ(seen.flows, 1u);
    EXPECT_EQ(seen.one_sided, 1u);
    EXPECT_EQ(seen.gaps, 0u);
    EXPECT_EQ(seen.acks, 0u);
  }
  for (const std::string& name : clean_captures()) {
    Recording half;
    for (Recorded& frame : recording_named(name)) {
      Layers layers;
      const Decoded decoded = decode(packet_of(frame), layers);
      const bool is_tcp = decoded != Decoded::not_ip && layers.protocol == 6;
      if (!is_tcp || layers.source_port > layers.target_port) half.push_back(frame);
    }
    const Seen seen = seen_in(half);
    EXPECT_EQ(seen.one_sided, seen.flows) << name;
    EXPECT_EQ(seen.flows, seen_in(recording_named(name)).flows) << name;
    EXPECT_EQ(seen.gap_bytes, 0u) << name;
  }
}

TEST(Sanity, AScanSaysNothingAboutTheTap) {
  Frames frames;
  for (std::uint16_t port = 1; port <= 500; ++port) {
    frames.add(ethernet(kClient, kServer)
                   .ipv4("10.0.0.1", "10.0.0.2")
                   .tcp(40'000, port)
                   .seq(port * 7u)
                   .flags(kSyn));
    if (port % 3 == 0) continue;
    const std::uint8_t answer = port % 3 == 1 ? kRst | kAck : kSyn | kAck;
    frames.add(ethernet(kServer, kClient)
                   .ipv4("10.0.0.2", "10.0.0.1")
                   .tcp(port, 40'000)
                   .seq(port * 9u)
                   .ack(port * 7u + 1)
                   .flags(answer));
  }
  const Seen seen = seen_by(frames.packets());
  EXPECT_EQ(seen.flows, 0u);
  EXPECT_EQ(seen.one_sided, 0u);
  EXPECT_EQ(seen.acks, 0u);
}

TEST(Sanity, ConnectionsThatFollowEachOtherOnTheSamePortsAreSeveral) {
  Frames frames;
  for (std::uint32_t turn = 1; turn <= 3; ++turn) {
    for (const Sent& each : Transfer{{.first = turn * 1'000'000'000, .client = turn}}.sent()) {
      if (turn != 2 || !each.from_server) frames.add(each.frame);
    }
  }
  const Seen seen = seen_by(frames.packets());
  EXPECT_EQ(seen.flows, 3u);
  EXPECT_EQ(seen.one_sided, 1u);
  EXPECT_EQ(seen.gap_bytes, 0u);
}

// What was removed was acknowledged by its receiver, so it had arrived.
TEST(Sanity, EveryNthSegmentRemovedIsMissedToTheByte) {
  for (const std::size_t n : {2, 3, 5, 7, 13}) {
    for (const std::size_t in_flight : {2, 8, 60}) {
      for (const std::uint32_t first : {10'000u, 0xffff'f000u, 0x7fff'f000u}) {
        const std::size_t segments = 130;
        Transfer transfer{
            {.segments = segments, .size = 700, .in_flight = in_flight, .first = first}};
        const Seen whole = seen_in(transfer.sent());
        EXPECT_EQ(whole.gap_bytes, 0u);
        EXPECT_GE(whole.acks, 65u);
        const Seen seen = seen_in(without(transfer.sent(), [&](const Sent& each) {
          return each.data != 0 && each.data % n == 0;
        }));
        EXPECT_EQ(seen.gap_bytes, segments / n * 700)
            << n << ", " << in_flight << " in flight, from " << first;
        EXPECT_GT(seen.gaps, 0u);
        EXPECT_LE(seen.gaps, segments / n);
        EXPECT_EQ(seen.acks, whole.acks);
        EXPECT_EQ(seen.out_of_order, 0u);
      }
    }
  }
}

TEST(Sanity, EveryNthSegmentOfACaptureRemovedIsMissedToTheByte) {
  for (const std::string name :
       {"http_keepalive.pcap", "sliced.pcap", "routed.pcap", "cooked.pcap", "ipv6.pcap"}) {
    for (const std::size_t n : {3, 4, 10}) {
      Recording left;
      std::uint64_t removed = 0;
      std::size_t data = 0;
      for (Recorded& frame : recording_named(name)) {
        Layers layers;
        const Decoded decoded = decode(packet_of(frame), layers);
        const bool carries = decoded != Decoded::not_ip && layers.protocol == 6 &&
                             layers.payload_length > 0 &&
                             (layers.tcp_flags & (kSyn | kFin | kRst)) == 0;
        if (carries && ++data % n == 0) {
          removed += layers.payload_length;
        } else {
          left.push_back(frame);
        }
      }
      const Seen seen = seen_in(left);
      EXPECT_EQ(seen.gap_bytes, removed) << name << ", every " << n;
      EXPECT_EQ(seen.out_of_order, 0u) << name;
    }
  }
}

TEST(Sanity, ReorderedNeighboursAreOutOfOrderAndNoGap) {
  Transfer transfer{{.segments = 60, .in_flight = 10}};
  std::vector<Sent> sent = transfer.sent();
  std::uint64_t swapped = 0;
  for (std::size_t i = 0; i + 1 < sent.size(); ++i) {
    if (sent[i].data == 0 || sent[i].data % 4 != 1 || sent[i + 1].data == 0) continue;
    std::swap(sent[i], sent[i + 1]);
    ++swapped;
    ++i;
  }
  ASSERT_GT(swapped, 10u);
  const Seen seen = seen_in(sent);
  EXPECT_EQ(seen.out_of_order, swapped);
  EXPECT_EQ(seen.gaps, 0u);
  EXPECT_EQ(seen.segments, 61u);
}

TEST(Sanity, RetransmissionsOfSeenBytesAreNeitherOutOfOrderNorGaps) {
  std::vector<Sent> sent;
  std::uint16_t id = 1000;
  Transfer transfer{{.segments = 60, .in_flight = 10}};
  for (const Sent& each : transfer.sent()) {
    sent.push_back(each);
    if (each.data % 3 != 1) continue;
    sent.push_back(each);
    sent.back().frame.id(++id);
  }
  const Seen seen = seen_in(sent);
  EXPECT_EQ(seen.out_of_order, 0u);
  EXPECT_EQ(seen.gaps, 0u);
  EXPECT_EQ(seen.duplicates, 0u);
}

// Whoever comes late begins with what it sees, and never complains of what was before.
TEST(Sanity, ACaptureThatBeginsInMidFlowMissesNothing) {
  Transfer transfer{{.segments = 60, .in_flight = 30}};
  const std::vector<Sent>& sent = transfer.sent();
  for (std::size_t from = 1; from < sent.size(); ++from) {
    const Seen seen =
        seen_in(std::vector(sent.begin() + static_cast<std::ptrdiff_t>(from), sent.end()));
    EXPECT_EQ(seen.gap_bytes, 0u) << "from " << from;
    EXPECT_EQ(seen.out_of_order, 0u) << "from " << from;
  }
  const Recording office = recording_named("office.pcap");
  for (std::size_t from = 0; from < office.size(); from += 37) {
    const Seen seen =
        seen_in(Recording(office.begin() + static_cast<std::ptrdiff_t>(from), office.end()));
    EXPECT_EQ(seen.gap_bytes, 0u) << "from " << from;
  }
}

// A table so small that flows leave all the time.
TEST(Sanity, AFlowThatHadToLeaveMissesNothingWhenItComesBack) {
  EXPECT_EQ(seen_in(recording_named("office.pcap"), {.flows = 8}).gap_bytes, 0u);
}

TEST(Sanity, ARetransmissionSeenFirstSaysNothingAboutWhatWasBefore) {
  const Transfer transfer{{.segments = 40, .in_flight = 20}};
  // All but the first segment was sent before we came; then it is sent again and all acknowledged.
  std::vector<Sent> sent = without(transfer.sent(), [](const Sent& each) { return each.data > 1; });
  sent.erase(sent.begin(), sent.begin() + 5);
  const Seen seen = seen_in(sent);
  EXPECT_EQ(seen.gaps, 0u);
}

TEST(Sanity, KeepAlivesResetsAndForgedAcknowledgementsAreNoGaps) {
  Transfer transfer;
  std::vector<Sent> sent = transfer.sent();
  sent.resize(sent.size() - 3);  // before the FINs
  const std::uint32_t end = 10'001 + 40'000, client = 7'001 + 9;
  const auto from_server = [&](std::uint32_t sequence, std::uint32_t acknowledgment,
                               std::uint8_t flags, std::string_view payload = {}) {
    sent.push_back({ethernet(kServer, kClient)
                        .ipv4("10.0.0.2", "10.0.0.1")
                        .id(static_cast<std::uint16_t>(sent.size() + 5000))
                        .tcp(80, 50'000)
                        .seq(sequence)
                        .ack(acknowledgment)
                        .flags(flags)
                        .payload(payload)});
  };
  const auto from_client = [&](std::uint32_t sequence, std::uint32_t acknowledgment,
                               std::uint8_t flags) {
    sent.push_back({ethernet(kClient, kServer)
                        .ipv4("10.0.0.1", "10.0.0.2")
                        .id(static_cast<std::uint16_t>(sent.size() + 9000))
                        .tcp(50'000, 80)
                        .seq(sequence)
                        .ack(acknowledgment)
                        .flags(flags)});
  };
  from_server(end - 1, client, kAck);       // a keep-alive
  from_client(client, end, kAck);           // and its answer
  from_server(end - 1, client, kAck, "k");  // one with a byte of garbage
  from_client(client, end, kAck);
  from_client(client, end + (1u << 30) + 1, kAck);  // forged
  from_client(client, end - (1u << 30), kAck);
  from_client(client, end + (1u << 31) + 5, kAck);
  from_client(client, end + 77'777, kRst | kAck);  // numbers of a reset may be anything
  from_server(end + 99'999, 5, kRst | kAck, "reason");
  const Seen seen = seen_in(sent);
  EXPECT_EQ(seen.gaps, 0u);
  EXPECT_EQ(seen.gap_bytes, 0u);
  EXPECT_EQ(seen.out_of_order, 0u);
}

// Cut behind the TCP header, in the options or not: the lengths are those of the headers.
TEST(Sanity, SlicedPacketsTellTheSame) {
  for (const std::string name : {"http_keepalive.pcap", "office.pcap", "lossy.pcap"}) {
    const Recording whole = recording_named(name);
    Recording sliced = whole;
    std::uint64_t cut = 0;
    for (Recorded& frame : sliced) {
      if (frame.bytes.size() <= 74) continue;  // the 20 bytes of TCP behind IPv6
      frame.bytes.resize(74);
      ++cut;
    }
    const Seen before = seen_in(whole);
    Seen expected = before;
    expected.cut = cut;
    Seen after = seen_in(sliced);
    after.duplicates = before.duplicates;
    EXPECT_EQ(after, expected) << name;
    EXPECT_GT(cut, 50u) << name;
  }
}

// More flows with holes than there are lists of holes, and more holes than a list has room for.
TEST(Sanity, TooManyHolesAreForgottenAndNeverMadeUp) {
  Frames frames;
  std::uint64_t removed = 0;
  std::vector<std::vector<Sent>> flows;
  for (std::uint16_t flow = 0; flow < 300; ++flow) {
    Transfer transfer{{.segments = 40,
                       .size = 100,
                       .in_flight = 40,
                       .port = static_cast<std::uint16_t>(40'000 + flow)}};
    flows.push_back(without(transfer.sent(), [&](const Sent& each) {
      const bool lost = each.data != 0 && each.data % 2 == 0;
      removed += lost ? 100 : 0;
      return lost;
    }));
  }
  for (std::size_t i = 0; i < flows[0].size(); ++i) {
    for (const auto& flow : flows) frames.add(flow[i].frame, 0);
  }
  const Seen seen = seen_by(frames.packets(), {.holes = 8});
  EXPECT_LE(seen.gap_bytes, removed);
  EXPECT_GT(seen.gap_bytes, 0u);
  EXPECT_EQ(seen_by(frames.packets(), {.holes = 1024}).gap_bytes, removed);
}

}  // namespace
}  // namespace tapcensus
