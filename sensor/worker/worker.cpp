#include "worker/worker.hpp"

#include <algorithm>
#include <bit>

#include "wire/pair.hpp"

namespace tapcensus {
namespace {

// Longer frames are cut by whoever joins their segments, and counted there.
constexpr std::size_t kLongest = 16 * 1024;

bool in_a_flow(Outcome outcome, const Layers& layers) noexcept {
  return layers.ip_version != 0 && (outcome == Outcome::counted || outcome == Outcome::truncated ||
                                    outcome == Outcome::fragment_held);
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
    const std::size_t count = std::min(burst.size(), kBatch);
    process_batch(burst.first(count));
    burst = burst.subspan(count);
  }
  publish();
}

// Two passes, so that the flow table's memory is on its way before it is needed.
void Worker::process_batch(std::span<const Packet> batch) noexcept {
  auto& prepared = *prepared_;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (i + kAhead < batch.size()) __builtin_prefetch(batch[i + kAhead].bytes.data());
    prepare(batch[i], prepared[i]);
  }
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (prepared[i].shard != nullptr) prepared[i].shard->prefetch_entry(prepared[i].hash);
  }
  for (std::size_t i = 0; i < batch.size(); ++i) take(batch[i], prepared[i]);
}

void Worker::prepare(const Packet& packet, Prepared& prepared) noexcept {
  prepared.layers = Layers{};
  const bool filtered = options_.filter && !options_.filter->accepts(packet);
  // Where all shards are this worker's, any of them will do.
  const Decoded decoded =
      filtered && options_.workers == 1 ? Decoded::end_ : decode(packet, prepared.layers);
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
  if (prepared.layers.ip_version == 0 || prepared.shard == nullptr) return;
  prepared.located = locate(prepared.layers, packet.tap);
  prepared.hash = prepared.shard->hash(prepared.located.key);
  prepared.shard->prefetch(prepared.hash);
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

Outcome Worker::work(const Packet& packet, const Prepared& prepared) noexcept {
  if (in_a_flow(prepared.outcome, prepared.layers)) {
    const Outcome seen =
        prepared.shard->take(packet, prepared.layers, prepared.located, prepared.hash, *findings_);
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
// out.
Shard::Treatment Worker::treat(const Prepared& prepared) const noexcept {
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
  for (const auto& shard : shards_) {
    if (shard) shard->advance(now, *findings_);
  }
  publish();
}

void Worker::close() noexcept {
  rules_.refresh(now_);
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
