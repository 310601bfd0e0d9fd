#include "worker/worker.hpp"

#include <algorithm>
#include <bit>

#include "wire/pair.hpp"

namespace tapcensus {
namespace {

// Longer frames are cut by whoever joins their segments, and counted there.
constexpr std::size_t kLongest = 16 * 1024;

bool in_a_flow(Outcome outcome, const Layers& layers) noexcept {
  return layers.ip_version != 0 && (outcome == Outcome::counted || outcome == Outcome::truncated);
}

// Where each worker has the only shard, its lane is its own number.
std::vector<std::size_t> lanes_of(const WorkerOptions& options) {
  if (options.workers == 1 && options.shards == 1) return {options.index};
  std::vector<std::size_t> lanes;
  for (std::size_t i = options.index % options.workers; i < options.shards; i += options.workers) {
    lanes.push_back(i);
  }
  return lanes;
}

}  // namespace

Worker::Worker(const WorkerOptions& options, Published<RuleSet>& rules)
    : options_{options},
      tallies_{std::make_unique<Tallies>()},
      outbox_{options.outbox_evidence, options.outbox_sightings, options.outbox_matches,
              options.make_room},
      rules_{rules.reader(options.index), lanes_of(options), tallies_->events[Event::streams_cut]},
      speaker_{rules_, options.index, outbox_, *tallies_, options.listener},
      arena_{options.pages},
      fragments_{options.fragments, options.seed, *this, arena_},
      findings_{std::make_unique<Findings>()},
      prepared_{std::make_unique<std::array<Prepared, kBatch>>()} {
  shards_.resize(options.shards);
  const bool alone = options.shards == 1;
  for (const std::size_t lane : lanes_of(options)) {
    const std::size_t number = alone ? 0 : lane;
    shards_[number] = std::make_unique<Shard>(options.shard, Shard::Place{lane, options.index},
                                              options.seed + number, reader_, rules_, speaker_,
                                              *tallies_, arena_);
  }
}

void Worker::process(std::span<const Packet> burst) noexcept {
  if (!burst.empty()) now_ = std::max(now_, burst.back().at);
  rules_.refresh(now_);
  while (!burst.empty()) {
    burst = burst.subspan(process_batch(burst.first(std::min(burst.size(), kBatch))));
  }
  publish();
}

// Two passes, so that the flow table's memory is on its way before it is needed. Says how many
// packets it took: no more than can be put together before the first of them is taken.
std::size_t Worker::process_batch(std::span<const Packet> batch) noexcept {
  auto& prepared = *prepared_;
  fragments_.sweep(batch.front().at);
  std::size_t count = 0;
  while (count < batch.size() && fragments_.room()) {
    if (count + kAhead < batch.size()) __builtin_prefetch(batch[count + kAhead].bytes.data());
    prepare(batch[count], prepared[count]);
    ++count;
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (prepared[i].shard != nullptr) prepared[i].shard->prefetch_entry(prepared[i].hash);
  }
  for (std::size_t i = 0; i < count; ++i) take(batch[i], prepared[i]);
  fragments_.release();
  return count;
}

void Worker::prepare(const Packet& packet, Prepared& prepared) noexcept {
  prepared.layers = Layers{};
  prepared.way = Way::plain;
  const bool filtered = options_.filter && !options_.filter->accepts(packet);
  // Where all shards are this worker's, any of them will do.
  Decoded decoded =
      filtered && options_.workers == 1 ? Decoded::end_ : decode(packet, prepared.layers);
  if (decoded == Decoded::fragment && !filtered) [[unlikely]]
    decoded = assemble(packet, prepared);
  prepared.shard = shard_of(prepared.layers);
  if (filtered) {
    prepared.outcome = Outcome::filtered;
    return;
  }
  switch (decoded) {
    case Decoded::whole: prepared.outcome = Outcome::counted; break;
    case Decoded::truncated: prepared.outcome = Outcome::truncated; break;
    case Decoded::fragment: prepared.outcome = Outcome::fragment_held; break;
    case Decoded::not_ip: prepared.outcome = Outcome::not_ip; return;
    case Decoded::tunnel_too_deep: prepared.outcome = Outcome::tunnel_too_deep; return;
    case Decoded::malformed: prepared.outcome = Outcome::malformed; return;
    case Decoded::unsupported_link:
    case Decoded::end_: prepared.outcome = Outcome::unsupported_link; return;
  }
  if (prepared.layers.ip_version == 0 || prepared.shard == nullptr || prepared.way == Way::held)
    return;
  prepared.located = locate(prepared.layers, packet.tap);
  prepared.hash = prepared.shard->hash(prepared.located.key);
  prepared.shard->prefetch(prepared.hash);
}

// Goes on with what the frame made whole, if it did. That may be a piece of a packet again, in a
// tunnel or, by a second header, of IPv6's own.
[[gnu::noinline]] Decoded Worker::assemble(const Packet& packet, Prepared& prepared) noexcept {
  prepared.freight = {.packets = 1,
                      .bytes = prepared.layers.ip_length,
                      .first = packet.at,
                      .last = packet.at,
                      .frame = packet.number};
  Decoded decoded = Decoded::fragment;
  for (int deep = 0; decoded == Decoded::fragment && prepared.way != Way::held; ++deep) {
    if (deep > kMostTunnels) return Decoded::malformed;
    decoded = take_piece(packet, prepared);
  }
  return decoded;
}

Decoded Worker::take_piece(const Packet& packet, Prepared& prepared) noexcept {
  const Layers layers = prepared.layers;
  Piece piece;
  Fragments::Answer answer{.what = Fragments::What::impossible};
  if (read_piece(layers, piece)) {
    answer = fragments_.accept(piece, layers, packet.tap, prepared.freight);
  }
  if (shard_of(layers) != nullptr) count_piece(packet, answer);
  switch (answer.what) {
    case Fragments::What::impossible: return Decoded::malformed;
    case Fragments::What::waits:
    case Fragments::What::copy:
      prepared.way = Way::held;
      return piece.body.size() < piece.length ? Decoded::truncated : Decoded::fragment;
    case Fragments::What::whole:
    case Fragments::What::cut: break;
  }
  prepared.way = Way::assembled;
  prepared.freight = answer.freight;
  prepared.layers = Layers{};
  return decode_assembled(answer.packet, layers, prepared.layers);
}

void Worker::count_piece(const Packet& packet, const Fragments::Answer& answer) noexcept {
  Tally<FragmentEvent>& fragments = tallies_->fragments;
  if (answer.overlaps) fragments[FragmentEvent::overlap].add();
  switch (answer.what) {
    case Fragments::What::copy:
      tallies_->taps[packet.tap % kMostTaps][TapEvent::duplicates].add();
      [[fallthrough]];
    case Fragments::What::waits: fragments[FragmentEvent::held].add(); break;
    case Fragments::What::whole: fragments[FragmentEvent::assembled].add(); break;
    case Fragments::What::impossible: fragments[FragmentEvent::impossible].add(); break;
    case Fragments::What::cut: break;
  }
}

// Its pieces count where they would have, had they been packets without ports.
void Worker::unfinished(const Unfinished& packet) noexcept {
  Shard* const shard = shard_of(packet.layers);
  if (shard == nullptr) return;
  tallies_->fragments[packet.why].add();
  Packet last;
  last.tap = packet.tap;
  last.at = packet.freight.last;
  last.number = packet.freight.frame;
  Layers layers = packet.layers;
  layers.ip_length = static_cast<std::uint32_t>(packet.freight.bytes);
  const Located located = locate(layers, packet.tap);
  shard->take_assembled(last, layers, located, shard->hash(located.key), packet.freight,
                        *findings_);
}

void Worker::count_tunnels(const Layers& layers) noexcept {
  for (std::uint32_t left = layers.tunnel_kinds; left != 0; left &= left - 1) {
    tallies_->tunnels[static_cast<TunnelKind>(std::countr_zero(left))].add();
  }
}

void Worker::take(const Packet& packet, Prepared& prepared) noexcept {
  if (prepared.shard == nullptr) return;
  if (packet.bytes.size() < packet.wire_length && packet.bytes.size() < kLongest) {
    tallies_->taps[packet.tap % kMostTaps][TapEvent::cut_short].add();
  }
  Outcome outcome = prepared.outcome;
  switch (overload_.calm() ? Shard::Treatment::work : treat(prepared)) {
    case Shard::Treatment::work: outcome = work(packet, prepared); break;
    case Shard::Treatment::glance: {
      const Outcome seen = prepared.shard->glance(packet, prepared.layers, prepared.located,
                                                  prepared.hash, *findings_);
      if (outcome == Outcome::counted) outcome = seen;
      break;
    }
    case Shard::Treatment::shed:
      prepared.shard->advance(packet.at, *findings_);
      outcome = Outcome::shed;
  }
  count_tunnels(prepared.layers);
  tallies_->outcomes[packet.tap % kMostTaps][outcome].add();
  tallies_->events[Event::packets].add();
}

inline Outcome Worker::take_into_flow(const Packet& packet, const Prepared& prepared) noexcept {
  if (prepared.way == Way::assembled) [[unlikely]] {
    return prepared.shard->take_assembled(packet, prepared.layers, prepared.located, prepared.hash,
                                          prepared.freight, *findings_);
  }
  return prepared.shard->take(packet, prepared.layers, prepared.located, prepared.hash, *findings_);
}

Outcome Worker::work(const Packet& packet, const Prepared& prepared) noexcept {
  if (prepared.way == Way::held) [[unlikely]] {
    prepared.shard->advance(packet.at, *findings_);
    return prepared.outcome;
  }
  if (in_a_flow(prepared.outcome, prepared.layers)) {
    const Outcome seen = take_into_flow(packet, prepared);
    return prepared.outcome == Outcome::counted ? seen : prepared.outcome;
  }
  if (prepared.outcome == Outcome::not_ip) {
    prepared.shard->take_not_ip(packet, prepared.layers, *findings_);
  } else {
    prepared.shard->advance(packet.at, *findings_);
  }
  return prepared.outcome;
}

// What is left out under overload. Frames that end at their headers cost as little as leaving them
// out. Pieces are kept, lest whole packets are taken from flows that nobody wants to leave out.
Shard::Treatment Worker::treat(const Prepared& prepared) const noexcept {
  if (prepared.way == Way::held) return Shard::Treatment::work;
  if (in_a_flow(prepared.outcome, prepared.layers)) {
    return prepared.shard->treat(overload_, prepared.layers, prepared.located, prepared.hash);
  }
  if (prepared.outcome != Outcome::not_ip) return Shard::Treatment::work;
  const std::uint64_t hash = pair_hash(prepared.layers);
  const bool shed = identifies(prepared.layers) ? overload_.sheds_identifying(hash)
                                                : overload_.sheds_unknown(hash);
  return shed ? Shard::Treatment::shed : Shard::Treatment::work;
}

Shard* Worker::shard_of(const Layers& layers) noexcept {
  if (shards_.size() == 1) return shards_.front().get();
  return shards_[pair_hash(layers) % shards_.size()].get();
}

void Worker::advance(Tick now) noexcept {
  now_ = now;
  rules_.refresh(now_);
  fragments_.sweep(now);
  for (const auto& shard : shards_) {
    if (shard) shard->advance(now, *findings_);
  }
  publish();
}

void Worker::close() noexcept {
  rules_.refresh(now_);
  fragments_.clear();
  for (const auto& shard : shards_) {
    if (shard) shard->close(*findings_);
  }
  publish();
}

void Worker::publish() noexcept {
  std::size_t active = 0;
  std::uint64_t lost = 0;
  for (const auto& shard : shards_) {
    if (!shard) continue;
    active += shard->flows_active();
    lost += shard->blocks_lost();
  }
  flows_active_.store(active, std::memory_order_relaxed);
  blocks_lost_.store(lost, std::memory_order_relaxed);
  streams_open_.store(rules_.open(), std::memory_order_relaxed);
}

std::size_t Worker::flows_capacity() const noexcept {
  std::size_t capacity = 0;
  for (const auto& shard : shards_) capacity += shard ? shard->flows_capacity() : 0;
  return capacity;
}

}  // namespace tapcensus
