// ICMP for IPv4 (RFC 792): what echo requests look like.
//
// Replies repeat what was asked, and errors quote others: nothing in them is the sender's.
#include <array>

#include "protocols/echo.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kIcmp{1};

constexpr std::uint8_t kEchoRequest = 8;

Reading read(const Payload& payload, Findings& findings) noexcept {
  if (Cursor{payload.bytes}.u8() != kEchoRequest) return Reading::not_mine();
  echo::add_request(payload.bytes, payload.layers, findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol icmp{"icmp", Carrier::ip, kIcmp, read};

}  // namespace tapcensus
