// Whom to ask about bytes that nobody has claimed yet: those whose messages can begin like that.
//
// A start that nobody knows costs a few loads, however many protocols there are. The port only says
// who is asked first, and admits those that no shape tells.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "protocols/protocol.hpp"

namespace tapcensus {

// Protocols of one carrier: one bit each.
using Candidates = std::uint64_t;

class CandidateTable {
 public:
  static constexpr std::size_t kMost = 64;

  CandidateTable();

  void add(const Protocol& protocol) noexcept;

  Candidates all() const noexcept { return all_; }
  // Those that know their own by how it begins.
  Candidates shaped() const noexcept { return all_ & ~shapeless_; }
  // Those of the candidates that have a shape, and whose messages can begin like this.
  Candidates alike(ByteView bytes, Candidates candidates) const noexcept;
  // The protocol of the lowest bit.
  const Protocol& first_of(Candidates candidates) const noexcept;

  // Those that own one of the two ports.
  Candidates at_home(const Layers& layers) const noexcept {
    return sharing_[(*ports_)[layers.source_port]] | sharing_[(*ports_)[layers.target_port]];
  }
  // Those whose messages can begin like this, as far as the bytes tell, and of those without a
  // shape the ones that are at home.
  Candidates likely(ByteView bytes, Candidates at_home) const noexcept;

 private:
  using PortTable = std::array<std::uint8_t, 65536>;  // port to an entry of sharing_
  using ByteTable = std::array<Candidates, 256>;

  std::uint8_t sharing(Candidates candidates) noexcept;

  std::array<const Protocol*, kMost> protocols_{};
  std::size_t size_ = 0;
  Candidates all_ = 0;
  Candidates shapeless_ = 0;
  std::size_t depth_ = 0;                       // how many positions somebody speaks of
  std::array<ByteTable, kMostStart> shapes_{};  // by position
  std::array<Candidates, 256> sharing_{};       // sets of protocols that have a port in common
  std::size_t sharing_size_ = 1;                // the first is the empty one
  std::unique_ptr<PortTable> ports_;
};

}  // namespace tapcensus
