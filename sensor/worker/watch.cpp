// What a shard sees of the tap, beside what it reads: whether flows and their bytes are whole.
#include "worker/shard.hpp"

namespace tapcensus {

// What the numbers of a segment say. Of `layers`, options and payload may have been cut off. The
// numbers of a reset are anybody's guess (RFC 9293, 3.10.7), so they say nothing.
void Shard::watch(const Layers& layers, std::uint16_t tap, Flow& flow, Side sender) noexcept {
  Direction& own = flow.of(sender);
  own.heard = true;
  const std::uint8_t flags = layers.tcp_flags;
  if (flags == 0 || (flags & kRst) != 0) return;
  Tally<TapEvent>& events = tallies_.taps[tap % kMostTaps];
  const bool syn = (flags & kSyn) != 0;
  const std::uint32_t first = layers.tcp_sequence + (syn ? 1 : 0);
  if (syn && !own.coverage.begun()) own.coverage.begin(first);
  const std::uint32_t length = layers.payload_length + ((flags & kFin) != 0 ? 1 : 0);
  const bool out_of_order = own.coverage.saw(first, length, holes_);
  if (layers.payload_length > 0) {
    flow.established = true;
    events[TapEvent::tcp_segments].add();
    if (out_of_order) events[TapEvent::out_of_order].add();
  }
  if ((flags & kAck) == 0) return;
  if (!syn) flow.established = true;
  const auto [more, missing] =
      flow.of(other(sender)).coverage.acknowledged(layers.tcp_acknowledgment, holes_);
  if (!more) return;
  events[TapEvent::ack_events].add();
  if (missing == 0) return;
  events[TapEvent::gap_events].add();
  events[TapEvent::gap_bytes].add(missing);
}

// Counts what the connection was like, and forgets it. A scan's lone SYNs say nothing about a tap.
void Shard::end_connection(std::uint16_t tap, Flow& flow) noexcept {
  Direction& low = flow.of(Side::low);
  Direction& high = flow.of(Side::high);
  if (flow.established) {
    Tally<TapEvent>& events = tallies_.taps[tap % kMostTaps];
    events[TapEvent::tcp_flows].add();
    if (!low.heard || !high.heard) events[TapEvent::one_sided_flows].add();
  }
  for (Direction* const each : {&low, &high}) {
    each->coverage.forget(holes_);
    each->heard = false;
  }
  flow.established = false;
}

// New flows go first; then known ones, but for the first bytes of their messages; last of all what
// says who somebody is. Packets that end a known flow are kept: they make room.
Shard::Treatment Shard::treat(const Overload& overload, const Layers& layers,
                              const Located& located, std::uint64_t hash) noexcept {
  const bool speaks = identifies(layers);
  if (speaks && overload.sheds_identifying(hash)) return Treatment::shed;
  Flow* const flow = flows_.find(located.key, hash);
  if (flow == nullptr) {
    if (speaks) return overload.sheds_beginning(hash) ? Treatment::glance : Treatment::work;
    return overload.sheds_unknown(hash) ? Treatment::shed : Treatment::work;
  }
  if (speaks || (layers.tcp_flags & (kFin | kRst)) != 0) return Treatment::work;
  const bool first_bytes = layers.transport == Transport::tcp && layers.payload_length > 0 &&
                           flow->of(located.sender).reading;
  if (first_bytes ? !overload.sheds_identifying(hash) : !overload.sheds_known(hash)) {
    return Treatment::work;
  }
  // What is left out here is no gap of the tap, and no stream goes on behind it.
  for (Direction& each : flow->directions) each.coverage.forget(holes_);
  stop_scanning(flow->of(located.sender));
  return Treatment::shed;
}

Outcome Shard::glance(const Packet& packet, const Layers& layers, const Located& located,
                      std::uint64_t hash, Findings& findings) noexcept {
  frame_ = packet.number;
  advance(packet.at, findings);
  Direction passing;
  passing.seen = true;  // the flow is not counted
  count(packet, layers, located, passing, findings);
  hand_over(located.key, located.sender, passing, packet.number);
  if (layers.transport != Transport::tcp) {
    const Outcome outcome = take_alone(packet, layers, located, hash, passing, findings);
    stop_waiting(passing);
    return outcome;
  }
  reader_.header(layers, findings);
  say(origin_of(packet, layers), findings);
  return Outcome::counted;
}

}  // namespace tapcensus
