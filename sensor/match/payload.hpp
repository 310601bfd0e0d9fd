// Signatures over payload itself: expressions of rules whose field is payload.tcp or payload.udp.
//
// payload.tcp is scanned in Hyperscan's streaming mode: each direction of a connection has a stream
// for as long as it is scanned, and finds what begins in one segment and ends in another. All
// streams are opened when the rules are loaded; the packet path takes them out of a pool and gives
// them back. payload.udp is scanned a datagram at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "base/bytes.hpp"
#include "facts/evidence.hpp"

namespace tapcensus {

// Which way bytes go. Unknown: neither a handshake nor anything else has told yet.
enum class Heading : std::uint8_t { unknown, to_server, to_client };

// Where payload was seen: what rules may ask for beside the bytes.
struct PayloadPlace {
  std::uint16_t source_port = 0;
  std::uint16_t target_port = 0;
  Heading heading = Heading::unknown;
};

struct PayloadHit {
  RuleId rule;
  bool signature;  // it is counted as a signature; else it is evidence like any other
  // Where the match ends: behind so many bytes of the datagram; of the stream, counted as scanned()
  // does.
  std::uint64_t end;
};
// Ascending by rule, each once. Valid until the same worker scans again.
using PayloadHits = std::span<const PayloadHit>;

// The streams of one lane (a shard), of one set of rules. One thread at a time. Allocates nothing.
//
// A rule is told once a stream, from acquire() to close(), drop() or the loss of the stream to
// another owner, however often it was restarted. A rule that asks for a port or heading which is
// not there is not told.
class PayloadStreams {
 public:
  using Index = std::uint32_t;  // 0: none

  virtual ~PayloadStreams() = default;

  // Never fails: when none is free, the stream that was acquired longest ago changes hands, and is
  // counted in lost().
  virtual Index acquire(const void* owner) noexcept = 0;
  virtual bool owns(Index index, const void* owner) const noexcept = 0;

  // All below: `index` is owned.
  // The next bytes in order. `worker` is whose scratch space is used.
  virtual PayloadHits scan(Index index, ByteView bytes, const PayloadPlace& place,
                           std::size_t worker) noexcept = 0;
  // Nothing follows: what matches at the end of the stream only. Then the stream is free.
  virtual PayloadHits close(Index index, const PayloadPlace& place,
                            std::size_t worker) noexcept = 0;
  // Free, and nothing is told.
  virtual void drop(Index index) noexcept = 0;
  // What comes next does not follow what was scanned: it is the true beginning after all, or lies
  // behind a gap, where rules that look at the beginning only are not told.
  enum class Restart : std::uint8_t { at_beginning, behind_gap };
  virtual void restart(Index index, Restart where) noexcept = 0;
  // Bytes scanned since acquire(), over all restarts.
  virtual std::uint64_t scanned(Index index) const noexcept = 0;

  virtual std::size_t in_use() const noexcept = 0;
  virtual std::uint64_t lost() const noexcept = 0;
};

}  // namespace tapcensus
