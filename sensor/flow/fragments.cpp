#include "flow/fragments.hpp"

#include <algorithm>
#include <bit>
#include <string_view>
#include <utility>

#include "base/hash.hpp"

namespace tapcensus {
namespace {

constexpr std::uint64_t kPatience = 30 * kSecond;
constexpr std::uint64_t kCopySpan = kSecond / 20;

std::uint16_t tag_of(std::uint64_t hash) noexcept {
  return static_cast<std::uint16_t>(hash >> 48 | 1);
}

// One packet of 64 KiB must find pages beside another.
std::size_t pages_of(const FragmentsSize& size) noexcept {
  return std::clamp<std::size_t>(size.pages, 64, UINT16_MAX);
}

}  // namespace

void Freight::add(const Freight& more) noexcept {
  first = packets == 0 ? more.first : std::min(first, more.first);
  last = std::max(last, more.last);
  packets += more.packets;
  bytes += more.bytes;
  frame = more.frame;
}

Fragments::Fragments(const FragmentsSize& size, std::uint64_t seed, UnfinishedListener& listener,
                     Arena& arena)
    : sets_{sets_of(size)},
      seed_{seed},
      listener_{listener},
      tags_{arena.take<Tags>(sets_)},
      entries_{arena.take<Entry>(sets_ * kWays)},
      pages_{pages_of(size), arena},
      assembled_{arena.take<std::byte>(kAssembled)} {}

std::size_t Fragments::sets_of(const FragmentsSize& size) noexcept {
  return std::bit_ceil(std::max<std::size_t>(size.packets / kWays, 1));
}

std::size_t Fragments::memory(const FragmentsSize& size) noexcept {
  return sets_of(size) * (sizeof(Tags) + kWays * sizeof(Entry)) +
         BodyPages::memory(pages_of(size)) + kAssembled;
}

Fragments::Key Fragments::key_of(const Piece& piece, const Layers& layers,
                                 std::uint16_t tap) noexcept {
  return {.source = layers.source,
          .target = layers.target,
          .tunnel = layers.tunnel,
          .identification = piece.identification,
          .tap = tap,
          .tunnels = layers.tunnels,
          .protocol = layers.ip_version == 4 ? layers.protocol : std::uint8_t{0}};
}

Fragments::Answer Fragments::accept(const Piece& piece, const Layers& layers, std::uint16_t tap,
                                    const Freight& freight) noexcept {
  Answer answer;
  if (piece.head.size() > kMostHead) {
    answer.what = What::impossible;
    return answer;
  }
  Entry& entry = find_or_begin(key_of(piece, layers, tap), freight.last);
  if (entry.state == State::whole && repeats(entry, piece)) {
    take_copy(entry, piece, freight, answer);
    return answer;
  }
  if (entry.state == State::whole || (entry.state == State::cut && piece.offset == 0)) {
    begin_again(entry, piece, freight.last);
  }
  entry.protocol = layers.protocol;
  entry.source_mac = layers.source_mac;
  entry.target_mac = layers.target_mac;
  entry.freight.add(freight);
  if (entry.state == State::waits) take(entry, piece, freight.last, answer);
  return answer;
}

void Fragments::take(Entry& entry, const Piece& piece, Tick now, Answer& answer) noexcept {
  if (!take_end(entry, piece)) {
    answer.overlaps = true;
    return;
  }
  const BodyPages::Found found = take_body(entry, piece);
  if (found.some_there && !found.some_new && !found.differs) answer.what = What::copy;
  answer.overlaps = found.some_there && (found.some_new || found.differs);
  answer_if_whole(entry, answer, now);
}

Fragments::Entry& Fragments::find_or_begin(const Key& key, Tick now) noexcept {
  const std::uint64_t hash =
      hash_of(std::string_view{reinterpret_cast<const char*>(&key), sizeof key}, seed_);
  const std::size_t set = hash & (sets_ - 1);
  const std::uint16_t tag = tag_of(hash);
  Entry* const ways = &entries_[set * kWays];
  for (std::size_t way = 0; way < kWays; ++way) {
    if (tags_[set][way] != tag || ways[way].key != key) continue;
    if (!expired(ways[way], now)) return ways[way];
    give_up(set * kWays + way, FragmentEvent::timeout);
  }
  const std::size_t way = free_or_least(set);
  if (tags_[set][way] != 0) {
    const bool late = expired(ways[way], now);
    give_up(set * kWays + way, late ? FragmentEvent::timeout : FragmentEvent::pressure);
  }
  tags_[set][way] = tag;
  ways[way] = Entry{};
  ways[way].key = key;
  ways[way].since = now;
  ++active_;
  return ways[way];
}

// Of a full set the one that is missed least: it is known already; it has one piece only; it is the
// oldest.
std::size_t Fragments::free_or_least(std::size_t set) const noexcept {
  const Entry* const ways = &entries_[set * kWays];
  const auto worth = [&](std::size_t way) {
    const Entry& entry = ways[way];
    const int rank = entry.state != State::waits ? 0 : entry.freight.packets == 1 ? 1 : 2;
    return std::pair{rank, entry.since};
  };
  std::size_t least = 0;
  for (std::size_t way = 0; way < kWays; ++way) {
    if (tags_[set][way] == 0) return way;
    if (worth(way) < worth(least)) least = way;
  }
  return least;
}

bool Fragments::expired(const Entry& entry, Tick now) noexcept {
  const std::uint64_t most = entry.state == State::whole ? kCopySpan : kPatience;
  return now > entry.since && now.ns - entry.since.ns > most;
}

// Whether the piece is a copy of what made the packet whole.
bool Fragments::repeats(const Entry& entry, const Piece& piece) const noexcept {
  const std::uint32_t end = piece.offset + piece.length;
  const bool same_end = piece.more ? end < entry.length : end == entry.length;
  return same_end && pages_.holds(entry.body, piece.offset, piece.body);
}

// Copies in order, from the first piece on, are the packet again, or the beginning of another.
void Fragments::take_copy(Entry& entry, const Piece& piece, const Freight& freight,
                          Answer& answer) noexcept {
  if (piece.offset == 0) {
    entry.freight = {};
    take_head(entry, piece);  // behind a router it has another TTL
  }
  if (piece.offset == 0 || piece.offset == entry.copied) entry.copied = piece.offset + piece.length;
  entry.freight.add(freight);
  answer.what = What::copy;
  if (entry.copied != entry.length) return;
  entry.copied = 0;
  answer_whole(entry, answer, freight.last);
}

// Another packet of the same identification. Where it begins as the last one did, its first pieces
// were taken for copies: they count.
void Fragments::begin_again(Entry& entry, const Piece& piece, Tick now) noexcept {
  const bool goes_on =
      entry.state == State::whole && piece.offset != 0 && piece.offset == entry.copied;
  pages_.keep_beginning(entry.body, goes_on ? entry.copied / BodyPages::kUnit : 0);
  if (!goes_on) {
    entry.freight = {};
    entry.head = 0;
  }
  entry.reach = goes_on ? entry.copied : 0;
  entry.state = State::waits;
  entry.ends = false;
  entry.length = 0;
  entry.cut_at = kNowhere;
  entry.copied = 0;
  entry.since = now;
}

// False when the piece contradicts what is known of the end.
bool Fragments::take_end(Entry& entry, const Piece& piece) noexcept {
  const std::uint32_t end = piece.offset + piece.length;
  if (entry.ends && (piece.more ? end > entry.length : end != entry.length)) return false;
  if (!piece.more && entry.reach > end) return false;
  entry.reach = std::max(entry.reach, end);
  if (!piece.more) {
    entry.ends = true;
    entry.length = end;
  }
  return true;
}

void Fragments::take_head(Entry& entry, const Piece& first) noexcept {
  entry.head = static_cast<std::uint16_t>(first.head.size());
  begin_whole(first, std::span{entry.head_bytes}.first(entry.head));
}

BodyPages::Found Fragments::take_body(Entry& entry, const Piece& piece) noexcept {
  const auto owner = static_cast<std::uint32_t>(index_of(entry) + 1);
  const std::size_t missing = pages_.missing(entry.body, piece.offset, piece.body.size());
  while (pages_.free() < missing) {
    give_up(pages_.next_to_lose(owner) - 1, FragmentEvent::pressure);
  }
  if (piece.offset == 0 && entry.head == 0) take_head(entry, piece);
  const bool captured = piece.body.size() == piece.length;
  if (!captured) {
    entry.cut_at =
        std::min(entry.cut_at, piece.offset + static_cast<std::uint32_t>(piece.body.size()));
  }
  return pages_.put(entry.body, owner, piece.offset, piece.body, captured);
}

void Fragments::answer_if_whole(Entry& entry, Answer& answer, Tick now) noexcept {
  if (entry.head == 0) return;
  const auto units = [](std::uint32_t bytes) {
    return (bytes + BodyPages::kUnit - 1) / BodyPages::kUnit;
  };
  if (entry.ends && entry.body.units == units(entry.length)) {
    answer_whole(entry, answer, now);
  } else if (entry.cut_at != kNowhere) {
    answer_cut(entry, answer, now);
  }
}

void Fragments::answer_whole(Entry& entry, Answer& answer, Tick now) noexcept {
  entry.state = State::whole;
  answer.what = What::whole;
  answer.packet = assemble(entry, entry.length, entry.length);
  conclude(entry, answer, now);
}

// What comes will not make it whole: what is there has to do.
void Fragments::answer_cut(Entry& entry, Answer& answer, Tick now) noexcept {
  std::size_t there = pages_.beginning(entry.body) * BodyPages::kUnit;
  if (there == entry.cut_at / BodyPages::kUnit * BodyPages::kUnit) there = entry.cut_at;
  entry.state = State::cut;
  answer.what = What::cut;
  answer.packet = assemble(entry, there, entry.reach);
  pages_.clear(entry.body);
  conclude(entry, answer, now);
}

void Fragments::conclude(Entry& entry, Answer& answer, Tick now) noexcept {
  if (answer.packet.empty()) answer.what = What::impossible;
  answer.freight = std::exchange(entry.freight, {});
  entry.since = now;
}

// The head and the first `body` bytes of the body, of which there are `length` in all. Nothing when
// no header can say so.
ByteView Fragments::assemble(const Entry& entry, std::size_t body, std::uint32_t length) noexcept {
  const std::span<std::byte> packet = assembled_.subspan(assembled_size_, entry.head + body);
  std::ranges::copy(std::span{entry.head_bytes}.first(entry.head), packet.begin());
  if (!finish_whole(packet.first(entry.head), length)) return {};
  pages_.copy(entry.body, packet.subspan(entry.head));
  assembled_size_ += packet.size() + kScanSlack;
  return packet;
}

void Fragments::give_up(std::size_t index, FragmentEvent why) noexcept {
  Entry& entry = entries_[index];
  pages_.clear(entry.body);
  tags_[index / kWays][index % kWays] = 0;
  --active_;
  if (entry.state == State::whole || entry.freight.packets == 0) return;
  Layers layers;
  layers.source = entry.key.source;
  layers.target = entry.key.target;
  layers.tunnel = entry.key.tunnel;
  layers.tunnels = entry.key.tunnels;
  layers.source_mac = entry.source_mac;
  layers.target_mac = entry.target_mac;
  layers.ip_version = entry.key.source.is_v4() ? 4 : 6;
  layers.protocol = entry.protocol;
  listener_.unfinished(
      {.layers = layers, .tap = entry.key.tap, .freight = entry.freight, .why = why});
}

void Fragments::sweep(Tick now) noexcept {
  if (active_ == 0 || now < due_) return;
  due_ = {now.ns + kSecond};
  for (std::size_t index = 0; index < entries_.size(); ++index) {
    if (tags_[index / kWays][index % kWays] == 0 || !expired(entries_[index], now)) continue;
    give_up(index, FragmentEvent::timeout);
  }
}

void Fragments::clear() noexcept {
  for (std::size_t index = 0; index < entries_.size() && active_ > 0; ++index) {
    if (tags_[index / kWays][index % kWays] != 0) give_up(index, FragmentEvent::timeout);
  }
  due_ = {};
}

}  // namespace tapcensus
