#include "worker/candidates.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>

namespace tapcensus {

CandidateTable::CandidateTable() : ports_{std::make_unique<PortTable>()} {}

// A roster that outgrew the tables is a matter of building, and every program shows it at start.
void CandidateTable::add(const Protocol& protocol) noexcept {
  if (size_ == kMost || protocol.start.size() > kMostStart) std::abort();
  const Candidates bit = Candidates{1} << size_;
  protocols_[size_++] = &protocol;
  all_ |= bit;
  for (const std::uint16_t port : protocol.keys) {
    std::uint8_t& entry = (*ports_)[port];
    entry = sharing(sharing_[entry] | bit);
  }
  if (protocol.start.empty()) {
    shapeless_ |= bit;
    return;
  }
  depth_ = std::max(depth_, protocol.start.size());
  for (std::size_t at = 0; at < kMostStart; ++at) {
    for (unsigned byte = 0; byte < 256; ++byte) {
      const bool can_be =
          at >= protocol.start.size() || protocol.start[at].has(static_cast<std::uint8_t>(byte));
      if (can_be) shapes_[at][byte] |= bit;
    }
  }
}

std::uint8_t CandidateTable::sharing(Candidates candidates) noexcept {
  const auto end = sharing_.begin() + static_cast<std::ptrdiff_t>(sharing_size_);
  const auto known = std::find(sharing_.begin(), end, candidates);
  if (known == end) {
    if (end == sharing_.end()) std::abort();
    *known = candidates;
    ++sharing_size_;
  }
  return static_cast<std::uint8_t>(known - sharing_.begin());
}

const Protocol& CandidateTable::first_of(Candidates candidates) const noexcept {
  return *protocols_[static_cast<std::size_t>(std::countr_zero(candidates))];
}

Candidates CandidateTable::alike(ByteView bytes, Candidates candidates) const noexcept {
  candidates &= ~shapeless_;
  const std::size_t size = std::min(bytes.size(), depth_);
  for (std::size_t at = 0; at < size && candidates != 0; ++at) {
    candidates &= shapes_[at][std::to_integer<std::uint8_t>(bytes[at])];
  }
  return candidates;
}

Candidates CandidateTable::likely(ByteView bytes, Candidates at_home) const noexcept {
  return alike(bytes, all_) | (at_home & shapeless_);
}

}  // namespace tapcensus
