#include "flow/numbering.hpp"

#include <algorithm>
#include <bit>

namespace tapcensus {
namespace {

using Different = std::array<std::uint16_t, Numbering::kEnough>;

// So many packets that say nothing new are looked at, and then no more.
constexpr std::uint8_t kMostOld = 64;
constexpr std::uint64_t kIdle = 10 * kSecond;
constexpr std::uint64_t kClosing = kSecond;

// How they lie in the range, which has no ends.
struct Spread {
  std::uint32_t span;   // of the shortest stretch that has them all
  std::uint32_t least;  // distance of two neighbours
};

Spread spread_of(Different numbers) noexcept {
  constexpr std::uint32_t kRange = 0x10000;
  std::ranges::sort(numbers);
  std::uint32_t most = kRange - numbers.back() + numbers.front(), least = most;
  for (std::size_t i = 1; i < numbers.size(); ++i) {
    const std::uint32_t distance = numbers[i] - std::uint32_t{numbers[i - 1]};
    most = std::max(most, distance);
    least = std::min(least, distance);
  }
  return {kRange - most, least};
}

std::uint16_t number_in(const Layers& layers) noexcept {
  const auto octet = [&](std::size_t i) { return std::to_integer<unsigned>(layers.ip_header[i]); };
  return static_cast<std::uint16_t>(octet(4) << 8 | octet(5));
}

std::uint16_t mark_of(const Layers& layers) noexcept {
  const std::uint32_t both =
      layers.tcp_sequence * 0x9e3779b1u + layers.tcp_acknowledgment * 0x85ebca6bu;
  return static_cast<std::uint16_t>(both >> 16);
}

}  // namespace

// Eight numbers drawn by lot lie within a sixteenth of the range once in 30 million times. A
// counter that is so fast that its numbers are all over the range has some close together all the
// same, where a sender sends packets one after the other; lots have once in 80 times.
[[gnu::noinline]] Numbers judge(Different numbers) noexcept {
  constexpr std::uint32_t kTogether = 0x1000, kApart = 0x8000, kNeighbours = 16, kClearly = 4,
                          kOctet = 0x100;
  const Spread spread = spread_of(numbers);
  if (spread.span < kOctet) return Numbers::counter;
  for (std::uint16_t& number : numbers)
    number = static_cast<std::uint16_t>(number << 8 | number >> 8);
  const Spread exchanged = spread_of(numbers);
  const bool closer = exchanged.least * kClearly <= spread.least;
  if (closer && exchanged.span <= kTogether && exchanged.span * kClearly <= spread.span) {
    return Numbers::counter_le;
  }
  if (spread.span <= kTogether && spread.span * kClearly <= exchanged.span) return Numbers::counter;
  const bool apart = spread.span >= kApart && exchanged.span >= kApart;
  const bool lonely = spread.least > kNeighbours && exchanged.least > kNeighbours;
  return apart && lonely ? Numbers::random : Numbers::unclear;
}

Numbering::Numbering(std::size_t entries, Arena& arena)
    : mask_{std::bit_ceil(entries) - 1}, entries_{arena.take<Entry>(mask_ + 1)} {}

inline bool Numbering::has(const Values& values, std::uint16_t value) noexcept {
  const auto found = std::bit_cast<std::array<std::uint64_t, 2>>(values == value);
  return (found[0] | found[1]) != 0;
}

inline void Numbering::begin(Entry& entry, std::uint16_t number, const Layers& layers) noexcept {
  entry.numbers = Values{} + number;
  entry.marks = Values{} + mark_of(layers);
  entry.first_acknowledgment = layers.tcp_acknowledgment;
  entry.old = 0;
  entry.count = entry.packets = 1;
  entry.answered = false;
}

// Network cards that cut large segments may give all their parts one number; those acknowledge the
// same bytes.
inline Numbers Numbering::add_same(Entry& entry, const Layers& layers) noexcept {
  entry.answered |= layers.tcp_acknowledgment != entry.first_acknowledgment;
  const std::uint16_t mark = mark_of(layers);
  if (entry.packets < kEnough && !has(entry.marks, mark)) entry.marks[entry.packets++] = mark;
  if (entry.packets < kEnough) return Numbers::watched;
  if (entry.numbers[0] == 0) return Numbers::zero;
  return entry.answered ? Numbers::constant : Numbers::watched;
}

// Some systems number the packets of a connection but not those that belong to none any more, as
// the last acknowledgment: zeros among others say nothing.
inline Numbers Numbering::add(Entry& entry, std::uint16_t number, const Layers& layers) noexcept {
  const bool zeros = entry.numbers[0] == 0;
  if (has(entry.numbers, number) || number == 0) {
    const Numbers numbers =
        entry.count == 1 && (zeros || number != 0) ? add_same(entry, layers) : Numbers::watched;
    const bool enough = ++entry.old == kMostOld && numbers == Numbers::watched;
    return enough ? Numbers::unclear : numbers;
  }
  if (zeros) {
    begin(entry, number, layers);
    return Numbers::watched;
  }
  entry.numbers[entry.count++] = number;
  return entry.count == kEnough ? judge(std::bit_cast<Different>(entry.numbers)) : Numbers::watched;
}

// Its own place, or one of its four that nobody has or needs; null where others have them all.
inline Numbering::Entry* Numbering::entry_of(std::uint64_t who, Tick at) const noexcept {
  constexpr std::uint64_t kPlaces = 4;
  Entry& first = entries_[who & mask_];
  if (first.who == who) return &first;
  Entry* free = nullptr;
  for (std::uint64_t i = kPlaces; i-- > 0;) {
    Entry& entry = entries_[(who ^ i) & mask_];
    if (entry.who == who) return &entry;
    if (entry.who == 0 || at >= entry.until) free = &entry;
  }
  return free;
}

Numbers Numbering::saw(std::uint64_t who, const Layers& layers, Tick at) noexcept {
  Entry* const place = entry_of(who, at);
  if (place == nullptr) return Numbers::unclear;
  Entry& entry = *place;
  entry.until = Tick{at.ns + ((layers.tcp_flags & kFin) != 0 ? kClosing : kIdle)};
  const std::uint16_t number = number_in(layers);
  if (entry.who != who) {
    entry.who = who;
    begin(entry, number, layers);
    return Numbers::watched;
  }
  const Numbers numbers = add(entry, number, layers);
  if (numbers != Numbers::watched) entry.who = 0;
  return numbers;
}

}  // namespace tapcensus
