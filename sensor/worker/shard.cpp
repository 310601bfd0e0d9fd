#include "worker/shard.hpp"

#include <algorithm>
#include <limits>

#include "base/hash.hpp"

namespace tapcensus {
namespace {

constexpr std::uint64_t kTcpIdle = 120 * kSecond;
constexpr std::uint64_t kOtherIdle = 60 * kSecond;
constexpr std::uint64_t kClosedIdle = 10 * kSecond;
// A direction that nobody can read is offered this often before it is given up: one whose start is
// a guess, or whose start has not come while bytes far beyond it have.
constexpr std::uint8_t kMostRefused = 4;
// A parser waits for this many datagrams of a direction.
constexpr std::uint8_t kMostDatagrams = 12;
// Beyond this a message is not waited for: the distance must stay well under half the sequence
// space.
constexpr std::uint32_t kMostSkipped = 1u << 30;

// A direction may become another protocol this often.
constexpr std::uint8_t kMostSwitches = 8;

constexpr std::uint8_t kTcp = 6, kUdp = 17;

// What pieces have that never became a packet with ports is no flow.
bool of_pieces(const FlowKey& key) noexcept {
  return (key.protocol == kTcp || key.protocol == kUdp) && key.low_port == 0 && key.high_port == 0;
}

// The number of the first byte of its payload.
std::uint32_t first_of(const Layers& layers) noexcept {
  return layers.tcp_sequence + ((layers.tcp_flags & kSyn) != 0 ? 1 : 0);
}

// Handshakes and resets may be answered by a system that keeps no count for them.
bool is_numbered(const Layers& layers) noexcept {
  return layers.ip_version == 4 && (layers.tcp_flags & (kSyn | kRst)) == 0;
}

// The headers that a direction would have now, for what is said after its last packet.
Layers layers_of(const FlowKey& key, Side side, const MacAddress& source_mac,
                 const MacAddress& target_mac) noexcept {
  const bool low = side == Side::low;
  Layers layers;
  layers.source_mac = source_mac;
  layers.target_mac = target_mac;
  layers.source = low ? key.low : key.high;
  layers.target = low ? key.high : key.low;
  layers.source_port = low ? key.low_port : key.high_port;
  layers.target_port = low ? key.high_port : key.low_port;
  layers.protocol = key.protocol;
  layers.transport = key.protocol == kTcp ? Transport::tcp : Transport::udp;
  layers.ip_version = layers.source.is_v4() ? 4 : 6;
  return layers;
}

}  // namespace

Shard::Shard(const ShardSize& size, Place place, std::uint64_t seed, const Reader& reader,
             const RulesInUse& rules, Speaker& speaker, Tallies& tallies, Arena& arena)
    : flows_{size.flows, seed, arena},
      blocks_{size.small_blocks, size.large_blocks, size.depth, arena},
      holes_{size.holes, arena},
      repeats_{size.repeats, arena},
      scanner_{place.number,
               place.worker,
               size.depth,
               rules,
               speaker,
               repeats_,
               tallies.events[Event::streams_lost]},
      duplicates_{size.recent, arena},
      clocks_{size.clocks, arena},
      numberings_{size.numberings, arena},
      reader_{reader},
      speaker_{speaker},
      tallies_{tallies} {}

Outcome Shard::take(const Packet& packet, const Layers& layers, const Located& located,
                    std::uint64_t hash, Findings& findings) noexcept {
  frame_ = packet.number;
  advance(packet.at, findings);
  const auto [flow, found] =
      flows_.touch(located.key, hash, now_, [&](const FlowKey& key, Flow& leaving) {
        finish(key, leaving, findings);
        tallies_.events[Event::flow_pressure].add();
      });
  if (found != Found::known) tallies_.events[Event::flow_fresh].add();
  if (duplicates_.again(likeness_of_packet(layers, hash, located.sender), packet.at)) {
    tallies_.taps[packet.tap % kMostTaps][TapEvent::duplicates].add();
  }
  count(packet, layers, located, flow.of(located.sender), findings);
  hidden_ = Obfuscation::end_;
  const Outcome outcome = take_payload(packet, layers, located, hash, flow, findings);
  count_hidden(flow, layers.ip_length);
  return outcome;
}

Outcome Shard::take_payload(const Packet& packet, const Layers& layers, const Located& located,
                            std::uint64_t hash, Flow& flow, Findings& findings) noexcept {
  if (layers.transport == Transport::tcp) {
    const auto side = static_cast<std::uint64_t>(located.sender);
    if ((layers.tcp_flags & (kSyn | kFin)) != 0) {
      read_clock(packet, layers, mix(hash, side), findings);
    }
    if (flow.numbers(located.sender) && is_numbered(layers)) {
      const Numbers numbers = numberings_.saw(hash * 2 + side, layers, packet.at);
      if (numbers != Numbers::watched) {
        flow.no_numbers(located.sender);
        tell(numbers, packet, layers, findings);
      }
    }
    return take_tcp(packet, layers, flow, located.sender, findings);
  }
  if (layers.protocol == kTcp) watch(layers, packet.tap, flow, located.sender);  // options cut off
  return take_alone(packet, layers, located, hash, flow.of(located.sender), findings);
}

Outcome Shard::take_assembled(const Packet& packet, const Layers& layers, const Located& located,
                              std::uint64_t hash, const Freight& freight,
                              Findings& findings) noexcept {
  const Outcome outcome = take(packet, layers, located, hash, findings);
  Flow& flow = *flows_.find(located.key, hash);
  Direction& direction = flow.of(located.sender);
  direction.first = std::min(direction.first, freight.first);
  direction.packets += freight.packets - 1;
  if (freight.bytes > layers.ip_length) {
    add_bytes(located, direction, freight.bytes - layers.ip_length);
    count_hidden(flow, freight.bytes - layers.ip_length);
  }
  return outcome;
}

// A packet that says what it has to say without others.
Outcome Shard::take_alone(const Packet& packet, const Layers& layers, const Located& located,
                          std::uint64_t hash, Direction& direction, Findings& findings) noexcept {
  switch (layers.transport) {
    case Transport::udp: {
      if (layers.payload.empty()) return Outcome::counted;
      bool asked = read_datagram(packet, layers, direction, findings);
      const Origin origin = origin_of(packet, layers);
      if (scanner_.scans_datagrams()) {
        const std::uint64_t who = mix(hash, static_cast<std::uint64_t>(located.sender));
        asked |= scanner_.datagram({origin, Heading::unknown, &direction}, who, direction.wanted);
      }
      return asked ? Outcome::inspected : Outcome::counted;
    }
    case Transport::icmp:
    case Transport::icmpv6:
    case Transport::other: {
      const bool asked = reader_.ip(layers, findings);
      say(origin_of(packet, layers), findings);
      return asked ? Outcome::inspected : Outcome::counted;
    }
    case Transport::tcp:
    case Transport::none: break;
  }
  return Outcome::counted;
}

// Whether a parser took its turn.
bool Shard::read_datagram(const Packet& packet, const Layers& layers, Direction& direction,
                          Findings& findings) noexcept {
  const Origin origin = origin_of(packet, layers);
  if (direction.gone_on) return read_next_datagram(origin, direction, findings);
  const bool settled = direction.settled;
  if (settled && !reader_.begins_alike(layers, direction.candidates)) return false;
  const Reader::DatagramAnswer answer =
      settled ? reader_.datagram_of(direction.candidates, datagram_for(layers, direction), findings)
              : reader_.datagram(layers, findings);
  say(origin, findings);
  if (answer.whose != 0) heed(answer, origin, direction, findings);
  return answer.asked;
}

// A parser waits for it. One that is not for him is offered to all, and he waits on.
bool Shard::read_next_datagram(const Origin& origin, Direction& direction,
                               Findings& findings) noexcept {
  Reader::DatagramAnswer answer =
      reader_.datagram_of(direction.candidates, datagram_for(origin.layers, direction), findings);
  if (answer.reading.what == Reading::What::not_mine) {
    reader_.datagram(origin.layers, findings);
    answer.reading = Reading::next_datagram(false);
  }
  say(origin, findings);
  heed(answer, origin, direction, findings);
  return true;
}

Payload Shard::datagram_for(const Layers& layers, const Direction& direction) noexcept {
  return {.layers = layers,
          .bytes = layers.payload,
          .mode = direction.mode,
          .earlier = direction.stream.held(blocks_)};
}

// A message may go on in the next datagrams: what its parser must see again is kept, as far as the
// depth goes. A direction that has been settled is its parser's own.
void Shard::heed(const Reader::DatagramAnswer& answer, const Origin& origin, Direction& direction,
                 Findings& findings) noexcept {
  const Reading& reading = answer.reading;
  if (reading.what == Reading::What::need_more) {
    direction.gone_on = true;
    direction.candidates = answer.whose;
    const bool keep = reading.bytes != 0;
    if (keep) direction.frame = static_cast<std::uint32_t>(origin.frame);
    const bool has_room = !keep || direction.stream.append_datagram(origin.layers.payload, blocks_);
    if (++direction.refused >= kMostDatagrams || !has_room) {
      read_kept(origin, direction, findings);
    }
    return;
  }
  if (reading.what == Reading::What::settled) {
    direction.settled = true;
    direction.candidates = answer.whose;
    direction.mode = reading.mode;
  }
  stop_waiting(direction);
}

// What its parser waits for will not come: it says what it can.
void Shard::read_kept(const Origin& origin, Direction& direction, Findings& findings) noexcept {
  if (!direction.stream.held(blocks_).empty()) {
    Payload payload = datagram_for(origin.layers, direction);
    payload.bytes = {};
    payload.final = true;
    reader_.datagram_of(direction.candidates, payload, findings);
    say(origin, findings);
  }
  stop_waiting(direction);
}

void Shard::stop_waiting(Direction& direction) noexcept {
  direction.gone_on = false;
  direction.refused = 0;
  direction.stream.release(blocks_);
}

void Shard::take_not_ip(const Packet& packet, const Layers& layers, Findings& findings) noexcept {
  frame_ = packet.number;
  advance(packet.at, findings);
  if (duplicates_.again(likeness_of_frame(layers, packet.tap), packet.at)) {
    tallies_.taps[packet.tap % kMostTaps][TapEvent::duplicates].add();
  }
  if (layers.source_mac.none()) return;
  reader_.link(layers, findings);
  reader_.not_ip(layers, findings);
  say(origin_of(packet, layers), findings);
}

void Shard::advance(Tick now, Findings& findings) noexcept {
  if (now <= now_) return;
  now_ = now;
  flows_.sweep(now, [&](const FlowKey& key, Flow& flow, Tick last) {
    const std::uint64_t idle = flow.closed            ? kClosedIdle
                               : key.protocol == kTcp ? kTcpIdle
                                                      : kOtherIdle;
    if (now_.ns - last.ns > idle) {
      finish(key, flow, findings);
      tallies_.events[flow.closed ? Event::flow_closed : Event::flow_idle].add();
      return false;
    }
    for (const Side side : {Side::low, Side::high}) {
      hand_over(key, side, flow.of(side), frame_);
    }
    return true;
  });
}

void Shard::close(Findings& findings) noexcept {
  flows_.clear([&](const FlowKey& key, Flow& flow) {
    finish(key, flow, findings);
    tallies_.events[flow.closed ? Event::flow_closed : Event::flow_idle].add();
  });
  now_ = {};
}

// Counts the packet in its direction. The first packet of a direction is handed over at once, so
// that a device is known when it first speaks; the rest each minute and at the end.
void Shard::count(const Packet& packet, const Layers& layers, const Located& located,
                  Direction& direction, Findings& findings) noexcept {
  const bool fresh = !direction.seen;
  const bool moved = !fresh && (direction.source_mac != layers.source_mac ||
                                direction.target_mac != layers.target_mac);
  if (moved) hand_over(located.key, located.sender, direction, packet.number);
  if (fresh || moved) {
    direction.source_mac = layers.source_mac;
    direction.target_mac = layers.target_mac;
    if (!layers.source_mac.none()) {
      reader_.link(layers, findings);
      say(origin_of(packet, layers), findings);
    }
  }
  if (direction.packets == 0) direction.first = direction.last = packet.at;
  direction.first = std::min(direction.first, packet.at);
  direction.last = std::max(direction.last, packet.at);
  ++direction.packets;
  add_bytes(located, direction, layers.ip_length);
  if (layers.transport == Transport::tcp) {
    direction.least_ttl = std::min(direction.least_ttl, layers.ttl);
    direction.most_ttl = std::max(direction.most_ttl, layers.ttl);
  }
  if (!fresh) return;
  begin(direction);
  hand_over(located.key, located.sender, direction, packet.number);
  direction.seen = true;
}

// What a minute of a fast flow carries may be more than the counter holds.
void Shard::add_bytes(const Located& located, Direction& direction, std::uint64_t bytes) noexcept {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
  if (direction.bytes + bytes > kMost) hand_over(located.key, located.sender, direction, frame_);
  direction.bytes += static_cast<std::uint32_t>(std::min(bytes, kMost));
}

Outcome Shard::take_tcp(const Packet& packet, const Layers& layers, Flow& flow, Side sender,
                        Findings& findings) noexcept {
  Direction& direction = flow.of(sender);
  if ((layers.tcp_flags & kSyn) != 0) begin_connection(packet, layers, flow, sender, findings);
  watch(layers, packet.tap, flow, sender);
  if ((layers.tcp_flags & (kFin | kRst)) != 0) flow.closed = true;
  if (!direction.reading && !direction.scanning) return Outcome::counted;
  const Sent sent{origin_of(packet, layers), direction, heading(flow, sender)};
  bool asked = false;
  if (!layers.payload.empty()) {
    direction.frame = static_cast<std::uint32_t>(packet.number);
    asked = take_segment(sent, findings);
  }
  if (direction.scanning && (layers.tcp_flags & kFin) != 0 &&
      direction.stream.complete(first_of(layers) + layers.payload_length, blocks_)) {
    scan_rest(sent);
    if (!direction.reading) stop(direction);
  }
  return asked ? Outcome::inspected : Outcome::counted;
}

void Shard::begin_connection(const Packet& packet, const Layers& layers, Flow& flow, Side sender,
                             Findings& findings) noexcept {
  Direction& direction = flow.of(sender);
  reader_.header(layers, findings);
  say(origin_of(packet, layers), findings);
  const bool both = (layers.tcp_flags & kAck) == 0;
  if (!direction.stream.anchor(first_of(layers), blocks_)) {
    // The same two ports, another connection.
    if (both) end_connection(packet.tap, flow);
    for (Direction& each : flow.directions) {
      if (!both && &each != &direction) continue;
      each.stream.reset(blocks_);
      scanner_.drop(each.scan, &each);
      begin(each);
      each.coverage.forget(holes_);
    }
    flow.closed = false;
    if (both) {
      flow.hidden = Obfuscation::end_;
      flow.open_bytes = 0;
    }
    direction.stream.anchor(first_of(layers), blocks_);
  }
  direction.opens = both;
  const Side server = both ? other(sender) : sender;
  flow.low_serves = server == Side::low;
  flow.high_serves = server == Side::high;
}

// Its first bytes are still to come.
void Shard::begin(Direction& direction) noexcept {
  direction.candidates = reader_.all();
  direction.mode = direction.refused = direction.switches = 0;
  direction.wanted = 0;
  direction.reading = true;
  direction.scanning = scanner_.scans_streams();
  direction.skipping = direction.gone_on = direction.settled = direction.opens = false;
}

// Whether a parser or a signature saw, or will see, bytes of this segment.
bool Shard::take_segment(const Sent& sent, Findings& findings) noexcept {
  const Layers& layers = sent.origin.layers;
  const Stream::Taken taken =
      sent.direction.stream.accept(first_of(layers), layers.payload, blocks_);
  switch (taken.arrival) {
    case Stream::Arrival::in_order: take_run(sent, taken, findings); return true;
    case Stream::Arrival::held: return take_held(sent, findings);
    case Stream::Arrival::old: return false;
    case Stream::Arrival::far: return sent.direction.reading && resume(sent, findings);
  }
  return false;
}

// Bytes that are missing where parsers pass over them anyway are missed by signatures alone: when
// the next message has begun and they have still not come, they are given up.
bool Shard::take_held(const Sent& sent, Findings& findings) noexcept {
  Direction& direction = sent.direction;
  if (!direction.skipping || !direction.reading) return true;
  const Layers& layers = sent.origin.layers;
  const std::size_t end = direction.stream.distance(first_of(layers)) + layers.payload.size();
  if (end > direction.wanted && ++direction.refused >= kMostRefused) {
    give_up_waiting(sent, findings);
  }
  return true;
}

void Shard::give_up_waiting(const Sent& sent, Findings& findings) noexcept {
  Direction& direction = sent.direction;
  scan_rest(sent);
  direction.refused = 0;
  const ByteView run = skipped(direction, {});
  if (!run.empty()) read_run(sent.origin, direction, run, false, findings);
}

// Signatures see each byte once; parsers see a message from its start, as often as it grows.
void Shard::take_run(const Sent& sent, const Stream::Taken& taken, Findings& findings) noexcept {
  Direction& direction = sent.direction;
  if (direction.scanning) {
    if (taken.moved) {
      scanner_.restart(direction.scan, &direction, PayloadStreams::Restart::at_beginning);
    }
    direction.scanning = scanner_.feed(direction.scan, sent.scan(), taken.run.subspan(taken.known));
  }
  ByteView run = taken.run;
  if (direction.skipping) {
    direction.refused = 0;
    run = skipped(direction, run);
  }
  if (direction.reading) {
    read_run(sent.origin, direction, run, false, findings);
  } else {
    pass(direction, run);
  }
}

// What stands before the next message is passed over: while signatures look at it, as far as it
// has come.
ByteView Shard::skipped(Direction& direction, ByteView run) noexcept {
  const std::uint32_t count =
      direction.scanning
          ? static_cast<std::uint32_t>(std::min<std::size_t>(direction.wanted, run.size()))
          : direction.wanted;
  direction.wanted -= count;
  direction.skipping = direction.wanted > 0;
  return direction.stream.skip(run, count, blocks_);
}

// No parser wants the run; signatures have seen it, and may want what follows.
void Shard::pass(Direction& direction, ByteView run) noexcept {
  if (direction.scanning) {
    direction.stream.skip(run, static_cast<std::uint32_t>(run.size()), blocks_);
  } else {
    direction.stream.release(blocks_);
  }
}

// Whether what begins here is the first that the side says which opened the connection.
bool Shard::is_opening(const Direction& direction) noexcept {
  return direction.opens && direction.stream.anchored() && !direction.gone_on &&
         direction.switches == 0;
}

// Asks the parsers about the run, message after message. Where it is the final one, the block stays
// with the caller.
void Shard::read_run(const Origin& origin, Direction& direction, ByteView run, bool final,
                     Findings& findings) noexcept {
  const auto stop_here = [&] {
    direction.reading = false;
    if (!final) pass(direction, run);
  };
  while (!run.empty()) {
    const bool all_there = final || run.size() >= blocks_.most();
    if (run.size() < direction.wanted && !all_there) return direction.stream.keep(run, blocks_);
    const Payload payload{
        .layers = origin.layers, .bytes = run, .mode = direction.mode, .final = all_there};
    auto [reading, left] = reader_.ask(payload, direction.candidates, findings);
    if (reading.what == Reading::What::not_mine && is_opening(direction)) {
      reading = reader_.unclaimed(payload, findings);
    }
    say(origin, findings);
    switch (reading.what) {
      case Reading::What::done:
      case Reading::What::settled: return stop_here();
      case Reading::What::not_mine:
        // Where the start is a guess, earlier bytes may still come and change the answer.
        if (direction.stream.anchored() || ++direction.refused >= kMostRefused) return stop_here();
        return direction.stream.keep(run, blocks_);
      case Reading::What::need_more:
        if (all_there) return stop_here();
        if (direction.stream.anchored()) {
          direction.candidates = left;
          direction.wanted = reading.bytes;
        }
        return direction.stream.keep(run, blocks_);
      case Reading::What::next:
        if (reading.bytes == 0 || reading.bytes > kMostSkipped) return stop_here();
        direction.candidates = left;
        direction.mode = reading.mode;
        direction.gone_on = true;
        direction.wanted = reading.bytes;
        direction.skipping = true;
        run = skipped(direction, run);
        break;
      case Reading::What::switched:
        if (++direction.switches > kMostSwitches || reading.bytes > kMostSkipped) {
          return stop_here();
        }
        direction.candidates = left;
        direction.mode = 0;
        direction.gone_on = false;
        direction.wanted = reading.bytes;
        direction.skipping = true;
        run = skipped(direction, run);
    }
  }
}

// Nothing will come before what is held: signatures and parsers see it for the last time.
void Shard::take_rest(const Sent& sent, Findings& findings) noexcept {
  Direction& direction = sent.direction;
  if (direction.scanning) scan_rest(sent);
  if (direction.skipping) skipped(direction, {});
  if (direction.reading) read_rest(sent.origin, direction, findings);
  stop(direction);
}

void Shard::scan_rest(const Sent& sent) noexcept {
  Direction& direction = sent.direction;
  for (std::size_t gap = 0; direction.scanning; ++gap) {
    const ByteView held = direction.stream.held_behind(gap, blocks_);
    if (held.empty()) break;
    scanner_.restart(direction.scan, &direction, PayloadStreams::Restart::behind_gap);
    direction.scanning = scanner_.feed(direction.scan, sent.scan(), held);
  }
  scanner_.end(direction.scan, sent.scan());
  direction.scanning = false;
}

// When messages were being read, one may begin behind each gap.
void Shard::read_rest(const Origin& origin, Direction& direction, Findings& findings) noexcept {
  do {
    const ByteView held = direction.stream.held(blocks_);
    if (!held.empty()) read_run(origin, direction, held, true, findings);
    direction.mode = 0;
    direction.wanted = 0;
  } while (direction.gone_on && direction.stream.skip_gap(blocks_));
}

// A segment far beyond what was expected: something was lost on the way to us, or is late. When
// messages were being read, one may begin right here.
bool Shard::resume(const Sent& sent, Findings& findings) noexcept {
  Direction& direction = sent.direction;
  const Layers& layers = sent.origin.layers;
  if (direction.skipping) {
    give_up_waiting(sent, findings);
    return direction.reading && take_segment(sent, findings);
  }
  if (!direction.gone_on) {
    if (++direction.refused >= kMostRefused) stop(direction);
    return false;
  }
  const auto [reading, left] =
      reader_.ask({.layers = layers, .bytes = layers.payload}, direction.candidates, findings);
  findings.clear();
  if (reading.what == Reading::What::not_mine || left == 0) return true;
  take_rest(sent, findings);
  direction.reading = true;
  direction.stream.restart(layers.tcp_sequence, blocks_);
  return take_segment(sent, findings);
}

void Shard::stop(Direction& direction) noexcept {
  direction.reading = false;
  if (!direction.scanning) direction.stream.release(blocks_);
}

void Shard::stop_scanning(Direction& direction) noexcept {
  if (!direction.scanning) return;
  direction.scanning = false;
  scanner_.drop(direction.scan, &direction);
  if (direction.skipping) skipped(direction, {});
  if (!direction.reading) stop(direction);
}

Heading Shard::heading(const Flow& flow, Side sender) noexcept {
  if (flow.low_serves == flow.high_serves) return Heading::unknown;
  return flow.low_serves == (sender == Side::low) ? Heading::to_client : Heading::to_server;
}

// It was one of the last four thousand million.
std::uint64_t Shard::frame_of(const Direction& direction) const noexcept {
  return frame_ - (static_cast<std::uint32_t>(frame_) - direction.frame);
}

// The flow leaves: what is held is read for the last time, and what was counted is handed over.
void Shard::finish(const FlowKey& key, Flow& flow, Findings& findings) noexcept {
  hidden_ = Obfuscation::end_;
  for (const Side side : {Side::low, Side::high}) {
    Direction& direction = flow.of(side);
    const Layers layers = layers_of(key, side, direction.source_mac, direction.target_mac);
    const Origin origin{
        .layers = layers, .at = direction.last, .frame = frame_of(direction), .tap = key.tap};
    if (key.protocol != kTcp) {
      if (direction.gone_on) read_kept(origin, direction, findings);
    } else if (direction.reading || direction.scanning) {
      take_rest({origin, direction, heading(flow, side)}, findings);
    }
    hand_over(key, side, direction, frame_);
  }
  count_hidden(flow, 0);
  if (key.protocol == kTcp) end_connection(key.tap, flow);
}

void Shard::hand_over(const FlowKey& key, Side side, Direction& direction,
                      std::uint64_t frame) noexcept {
  if (direction.packets == 0) return;
  const bool low = side == Side::low;
  speaker_.say(Sighting{.who = {direction.source_mac, low ? key.low : key.high},
                        .peer = {direction.target_mac, low ? key.high : key.low},
                        .first_seen = direction.first,
                        .last_seen = direction.last,
                        .frame = frame,
                        .packets = direction.packets,
                        .bytes = direction.bytes,
                        .flows = direction.seen || of_pieces(key) ? 0u : 1u,
                        .least_ttl = direction.least_ttl,
                        .most_ttl = direction.most_ttl,
                        .kind = SightingKind::traffic});
  direction.packets = 0;
  direction.bytes = 0;
  direction.least_ttl = 255;
  direction.most_ttl = 0;
}

}  // namespace tapcensus
