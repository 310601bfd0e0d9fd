// Runs a protocol over hostile bytes the way a worker does, and holds it to its contract.
//
// A fuzz target is one call of run(). Beyond what the sanitizers see, it traps when a reader asks
// for bytes that it already has, does not move on, or hands out findings that cannot be read.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/bytes.hpp"
#include "facts/finding.hpp"
#include "protocols/protocol.hpp"
#include "wire/layers.hpp"

namespace tapcensus::fuzz {

inline void require(bool holds) {
  if (!holds) std::abort();
}

// Reads every character, so that a finding beyond its buffer is seen by the address sanitizer.
inline void read_all(const Findings& findings) {
  static volatile unsigned sum;
  for (const Finding& finding : findings.all()) {
    require(finding.field < Field::end_);
    for (const char c : finding.text) sum = sum + static_cast<unsigned char>(c);
  }
}

// TCP bytes stay where they are from call to call; the message shrinks from the front.
inline int run(const Protocol& protocol, ByteView bytes, const Layers& layers,
               bool guessed = false) {
  static Findings findings;
  const bool is_stream =
      protocol.carrier == Carrier::tcp || protocol.carrier == Carrier::tcp_unclaimed;
  std::uint8_t mode = 0;
  bool final = false;
  for (;;) {
    findings.clear();
    const Reading reading = protocol.read({layers, bytes, mode, final, guessed}, findings);
    if (reading.what == Reading::What::need_more && protocol.carrier == Carrier::udp) return 0;
    if (reading.what == Reading::What::settled) require(protocol.carrier == Carrier::udp);
    if (reading.what == Reading::What::need_more) {
      require(is_stream && reading.bytes > bytes.size());
      if (final) return 0;
      final = true;
      continue;
    }
    read_all(findings);
    if (reading.what == Reading::What::switched) require(protocol.carrier == Carrier::tcp);
    if (reading.what != Reading::What::next) return 0;
    require(protocol.carrier == Carrier::tcp && reading.bytes > 0);
    if (reading.bytes >= bytes.size()) return 0;
    bytes = bytes.subspan(reading.bytes);
    mode = reading.mode;
  }
}

// UDP: a datagram behind those that were kept, and what is said when none will follow.
inline int run_after(const Protocol& protocol, ByteView earlier, ByteView bytes,
                     std::uint8_t mode = 0) {
  static Findings findings;
  for (const bool final : {false, true}) {
    findings.clear();
    const Reading reading = protocol.read({.layers = Layers{},
                                           .bytes = final ? ByteView{} : bytes,
                                           .mode = mode,
                                           .final = final,
                                           .earlier = earlier},
                                          findings);
    require(!final || reading.what != Reading::What::need_more);
    if (reading.what != Reading::What::need_more) read_all(findings);
  }
  return 0;
}

// The same of an input in two halves: what was kept stands behind its length.
inline int run_after(const Protocol& protocol, const std::uint8_t* data, std::size_t size,
                     std::uint8_t mode = 0) {
  if (size < 2) return 0;
  const ByteView all{reinterpret_cast<const std::byte*>(data), size};
  const std::size_t kept = 2 + std::min<std::size_t>(size - 2, std::size_t{data[0]} << 8 | data[1]);
  return run_after(protocol, all.first(kept), all.subspan(kept), mode);
}

inline int run(const Protocol& protocol, const std::uint8_t* data, std::size_t size,
               const Layers& layers = {}) {
  const ByteView bytes{reinterpret_cast<const std::byte*>(data), size};
  run(protocol, bytes, layers, true);  // on ports that say nothing, where the protocol must be sure
  return run(protocol, bytes, layers, false);
}

}  // namespace tapcensus::fuzz
