// OpenVPN over TCP: who asks for a session and who grants it, each behind its length.
#include <array>

#include "base/cursor.hpp"
#include "protocols/obfuscation.hpp"
#include "protocols/openvpn.hpp"
#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{1194};
constexpr std::array kStart{ByteSet::between(0, kMostReset >> 8), bytes::kAny, kOpenvpnResets};
constexpr std::size_t kLength = 2;

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::size_t size = in.be16();
  const std::uint8_t operation = in.u8();
  if (!in.ok()) return wait_for_more(payload);
  if (size < kLeastReset || size > kMostReset || !kOpenvpnResets.has(operation)) {
    return Reading::not_mine();
  }
  if (payload.bytes.size() < kLength + size) {
    if (payload.final) return Reading::not_mine();
    return Reading::need_more(static_cast<std::uint32_t>(kLength + size));
  }
  if (!is_openvpn_reset(payload.bytes.subspan(kLength, size))) return Reading::not_mine();
  add(Obfuscation::openvpn, findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol openvpn_tcp{"openvpn_tcp", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
