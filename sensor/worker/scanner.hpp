// The signatures of one shard: gives payload to the rules that look at it, and says what they find.
//
// Each direction of a connection is scanned from its first byte to the depth, in order. Its stream
// is taken out of the pool with the first byte and given back at the depth, at the end of the
// connection, or when the pool runs short. Datagrams are scanned each apart, a direction of a flow
// up to the depth in all.
#pragma once

#include <cstddef>
#include <cstdint>

#include "match/payload.hpp"
#include "worker/repeats.hpp"
#include "worker/rules_in_use.hpp"
#include "worker/speaker.hpp"

namespace tapcensus {

// Which stream a direction has, of which rules.
struct ScanRef {
  std::uint32_t generation : RulesInUse::kGenerationBits = 0;
  std::uint32_t index : 32 - RulesInUse::kGenerationBits = 0;  // 0: none yet
};

// Where the bytes of a direction come from.
struct ScanOrigin {
  const Origin& origin;
  Heading heading;
  const void* owner;  // the direction
};

class Scanner {
 public:
  // `lane` is the shard's number, `worker` whose scratch space is used. `depth` in bytes.
  Scanner(std::size_t lane, std::size_t worker, std::uint32_t depth, const RulesInUse& rules,
          Speaker& speaker, Repeats& repeats, Counter& lost) noexcept
      : lane_{lane},
        worker_{worker},
        depth_{depth},
        rules_{rules},
        speaker_{speaker},
        repeats_{repeats},
        lost_{lost} {}

  bool scans_streams() const noexcept { return rules_.newest().streams(lane_) != nullptr; }
  bool scans_datagrams() const noexcept { return rules_.newest().scans_datagrams(); }

  // The next bytes in order. False when no more are wanted.
  bool feed(ScanRef& ref, const ScanOrigin& from, ByteView bytes) noexcept;
  // What is fed next does not follow what was fed.
  void restart(ScanRef& ref, const void* owner, PayloadStreams::Restart where) noexcept;
  // Nothing follows.
  void end(ScanRef& ref, const ScanOrigin& from) noexcept;
  // Nothing follows, and nothing is to be told.
  void drop(ScanRef& ref, const void* owner) noexcept;

  // One datagram. `direction` hashes the flow and who sends; `scanned` is how much of it was
  // scanned before. False when the datagram lies beyond the depth.
  bool datagram(const ScanOrigin& from, std::uint64_t direction, std::uint32_t& scanned) noexcept;

 private:
  PayloadStreams* begun(ScanRef& ref, const void* owner) noexcept;
  PayloadStreams* owned(ScanRef ref, const void* owner) const noexcept;
  void say(PayloadHits hits, const ScanOrigin& from, ByteView bytes, std::uint64_t before) noexcept;

  const std::size_t lane_;
  const std::size_t worker_;
  const std::uint32_t depth_;
  const RulesInUse& rules_;
  Speaker& speaker_;
  Repeats& repeats_;
  Counter& lost_;  // streams that went to another direction
};

}  // namespace tapcensus
