// Community ID version 1: the same text for both directions of a flow, so that records of
// different tools can be joined (github.com/corelight/community-id-spec).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/addresses.hpp"

namespace tapcensus {

struct FlowEnds {
  IpAddress source;
  IpAddress target;
  std::uint16_t source_port = 0;  // ICMP: the type
  std::uint16_t target_port = 0;  // ICMP: the code
  std::uint8_t ip_protocol = 0;
};

// TCP, UDP and SCTP.
constexpr bool has_ports(std::uint8_t ip_protocol) noexcept {
  return ip_protocol == 6 || ip_protocol == 17 || ip_protocol == 132;
}

// "1:" and the Base64 of a SHA-1, with seed 0. Allocates nothing.
class CommunityId {
 public:
  explicit CommunityId(const FlowEnds& flow) noexcept;
  std::string_view view() const noexcept { return {text_.data(), text_.size()}; }

 private:
  std::array<char, 30> text_;
};

}  // namespace tapcensus
