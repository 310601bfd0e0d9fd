#include <algorithm>
#include <array>

#include "protocols/obfuscation.hpp"
#include "protocols/openvpn.hpp"

namespace tapcensus {
namespace {

constexpr std::size_t kSession = kOpenvpnSession, kBefore = 1 + kSession;
constexpr std::size_t kReplay = kOpenvpnReplayGuard, kCryptTag = 32;
constexpr std::uint8_t kResetWithKey = operation_of(10);

// The sender's first message has number 0, and nothing behind it.
bool is_first_message(Cursor in) noexcept {
  return openvpn_message_number(in) == std::uint32_t{0} && in.at_end();
}

// The number of the packet and the time at which it was made. A server without memory counts from
// 0x0f000001 (tls-crypt-v2).
bool is_replay_guard(Cursor in) noexcept {
  constexpr std::uint32_t kMostRepeats = 64, kEarly = 0x0f00'0000, kFirstRelease = 0x3b00'0000;
  const std::uint32_t number = in.be32();
  const std::uint32_t made = in.be32();
  return in.ok() && number != 0 && (number & ~kEarly) <= kMostRepeats && made > kFirstRelease;
}

// The sessions are chosen by chance, and then nothing is; numbers of eight bytes begin in zeros.
bool is_in_the_clear(ByteView packet) noexcept {
  constexpr int kLeastDifferent = 6;
  std::array<bool, 256> seen{};
  for (const std::byte byte : packet.subspan(1, kSession)) {
    seen[std::to_integer<std::size_t>(byte)] = true;
  }
  return std::to_integer<std::uint8_t>(packet[0]) != kResetWithKey &&
         is_first_message(Cursor{packet.subspan(kBefore)}) &&
         std::ranges::count(seen, true) >= kLeastDifferent;
}

// With a digest of MD5, SHA-1 or one of SHA-2 behind the session.
bool is_signed(ByteView packet) noexcept {
  return std::ranges::any_of(kOpenvpnDigests, [packet](std::size_t digest) {
    const std::size_t guard = kBefore + digest;
    return packet.size() > guard + kReplay && is_replay_guard(Cursor{packet.subspan(guard)}) &&
           is_first_message(Cursor{packet.subspan(guard + kReplay)}) &&
           looks_random(packet.subspan(1, kSession + digest));
  });
}

// The digest stands before cipher text, of which a client's has one size.
bool is_encrypted(ByteView packet) noexcept {
  constexpr std::size_t kOpen = kBefore + kReplay + kCryptTag, kFirst = 5, kMostBehind = 64;
  if (packet.size() < kOpen + kFirst || !is_replay_guard(Cursor{packet.subspan(kBefore)})) {
    return false;
  }
  const std::size_t behind = packet.size() - kOpen;
  if (std::to_integer<std::uint8_t>(packet[0]) == kResetWithKey) {
    const std::size_t key = behind - kFirst;  // it ends in its own length
    return key > 2 && Cursor{packet.last(2)}.be16() == key;
  }
  return behind <= kMostBehind && looks_random(packet.subspan(kBefore + kReplay));
}

}  // namespace

std::optional<std::uint32_t> openvpn_message_number(Cursor& in) noexcept {
  constexpr unsigned kMostAcknowledged = 8;
  const unsigned acknowledged = in.u8();
  if (acknowledged > kMostAcknowledged) return std::nullopt;
  in.skip(acknowledged * 4 + (acknowledged > 0 ? kSession : 0));
  const std::uint32_t number = in.be32();
  return in.ok() ? std::optional{number} : std::nullopt;
}

bool is_openvpn_reset(ByteView packet) noexcept {
  if (packet.size() < kLeastReset || packet.size() > kMostReset) return false;
  if (!kOpenvpnResets.has(std::to_integer<std::uint8_t>(packet[0]))) return false;
  return is_in_the_clear(packet) || is_signed(packet) || is_encrypted(packet);
}

}  // namespace tapcensus
