#include "worker/scanner.hpp"

#include <algorithm>

#include "base/hash.hpp"

namespace tapcensus {
namespace {

PayloadPlace place_of(const ScanOrigin& from) noexcept {
  return {.source_port = from.origin.layers.source_port,
          .target_port = from.origin.layers.target_port,
          .heading = from.heading};
}

// The end of what was found, and what lies before it: as much as evidence can hold. `before` bytes
// of the stream were there before `bytes`.
std::string_view text_of(const PayloadHit& hit, ByteView bytes, std::uint64_t before) noexcept {
  constexpr std::size_t kMost = 256;
  const std::size_t end =
      std::min<std::uint64_t>(hit.end - std::min(hit.end, before), bytes.size());
  const std::size_t size = std::min(end, kMost);
  return as_text(bytes.subspan(end - size, size));
}

}  // namespace

PayloadStreams* Scanner::owned(ScanRef ref, const void* owner) const noexcept {
  if (ref.index == 0) return nullptr;
  PayloadStreams* const streams = rules_.streams(ref.generation, lane_);
  return streams != nullptr && streams->owns(ref.index, owner) ? streams : nullptr;
}

PayloadStreams* Scanner::begun(ScanRef& ref, const void* owner) noexcept {
  if (ref.index != 0) return owned(ref, owner);
  PayloadStreams* const newest = rules_.newest().streams(lane_);
  if (newest == nullptr) return nullptr;
  ref.generation = rules_.generation();
  const std::uint64_t lost = newest->lost();
  ref.index = newest->acquire(owner);
  lost_.add(newest->lost() - lost);
  return newest;
}

bool Scanner::feed(ScanRef& ref, const ScanOrigin& from, ByteView bytes) noexcept {
  PayloadStreams* const streams = begun(ref, from.owner);
  if (streams == nullptr) return false;
  const std::uint64_t before = streams->scanned(ref.index);
  const std::size_t left = depth_ - std::min<std::uint64_t>(before, depth_);
  bytes = bytes.first(std::min(bytes.size(), left));
  say(streams->scan(ref.index, bytes, place_of(from), worker_), from, bytes, before);
  if (bytes.size() < left) return true;
  end(ref, from);
  return false;
}

void Scanner::restart(ScanRef& ref, const void* owner, PayloadStreams::Restart where) noexcept {
  if (PayloadStreams* const streams = begun(ref, owner)) streams->restart(ref.index, where);
}

void Scanner::end(ScanRef& ref, const ScanOrigin& from) noexcept {
  if (PayloadStreams* const streams = owned(ref, from.owner)) {
    say(streams->close(ref.index, place_of(from), worker_), from, {}, 0);
  }
  ref = {};
}

void Scanner::drop(ScanRef& ref, const void* owner) noexcept {
  if (PayloadStreams* const streams = owned(ref, owner)) streams->drop(ref.index);
  ref = {};
}

bool Scanner::datagram(const ScanOrigin& from, std::uint64_t direction,
                       std::uint32_t& scanned) noexcept {
  if (scanned >= depth_) return false;
  const ByteView whole = from.origin.layers.payload;
  const ByteView bytes = whole.first(std::min<std::size_t>(whole.size(), depth_ - scanned));
  scanned += static_cast<std::uint32_t>(bytes.size());
  const RuleSet& rules = rules_.newest();
  for (const PayloadHit& hit : rules.find_in_datagram(bytes, place_of(from), worker_)) {
    const std::uint64_t what = mix(direction, static_cast<std::uint64_t>(hit.rule));
    if (hit.signature && repeats_.repeated(what)) continue;
    say({&hit, 1}, from, bytes, 0);
  }
  return true;
}

void Scanner::say(PayloadHits hits, const ScanOrigin& from, ByteView bytes,
                  std::uint64_t before) noexcept {
  for (const PayloadHit& hit : hits) {
    if (hit.signature) {
      speaker_.say_signature(from.origin, hit.rule);
    } else {
      speaker_.say_rule(from.origin, hit.rule, text_of(hit, bytes, before), repeats_);
    }
  }
}

}  // namespace tapcensus
