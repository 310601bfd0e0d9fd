// L2TP's control messages (RFC 2661; RFC 3931 for version 3): names of host and vendor, as both
// sides say them when they open a tunnel.
#include <array>

#include "base/cursor.hpp"
#include "protocols/obfuscation.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{1701};
// A control message with length and numbers, and the version (RFC 2661, 3.1).
constexpr std::array kStart{ByteSet::just(0xc8), ByteSet::between(2, 3)};
constexpr std::uint16_t kVersion2 = 0xc802, kVersion3 = 0xc803;
constexpr std::size_t kHeader = 12;  // of both versions
constexpr unsigned kMostAttributes = 32;

// RFC 2661, 4.4.
enum Attribute : std::uint16_t { kMessageType = 0, kHostName = 7, kVendorName = 8 };
constexpr std::uint16_t kHidden = 0x4000, kReserved = 0x3c00, kLength = 0x03ff;
constexpr std::uint16_t kMostMessageType = 29;  // as IANA has assigned them

void add_text(Field field, ByteView bytes, Findings& findings) noexcept {
  std::string_view text = as_text(bytes);
  while (!text.empty() && (text.back() == '\0' || text.back() == ' ')) text.remove_suffix(1);
  if (!text.empty()) findings.add(field, text);
}

// The first one says what kind of message this is (RFC 2661, 4.1).
bool read_attributes(Cursor in, Findings& findings) noexcept {
  constexpr std::size_t kAttributeHeader = 6;
  for (unsigned i = 0; i < kMostAttributes && !in.at_end(); ++i) {
    const std::uint16_t head = in.be16();
    const std::size_t length = head & kLength;
    const std::uint16_t vendor = in.be16(), type = in.be16();
    if (!in.ok() || (head & kReserved) != 0 || length < kAttributeHeader) return false;
    const ByteView value = in.take(length - kAttributeHeader);
    if (!in.ok()) return false;
    const bool readable = vendor == 0 && (head & kHidden) == 0;
    if (i == 0) {
      const std::uint16_t message = Cursor{value}.be16();
      if (!readable || type != kMessageType || value.size() != 2) return false;
      if (message == 0 || message > kMostMessageType) return false;
    } else if (readable && type == kHostName) {
      add_text(Field::l2tp_host_name, value, findings);
    } else if (readable && type == kVendorName) {
      add_text(Field::l2tp_vendor_name, value, findings);
    }
  }
  return true;
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::uint16_t head = in.be16();
  const std::size_t length = in.be16();
  if (head != kVersion2 && head != kVersion3) return Reading::not_mine();
  // Without attributes it only acknowledges (RFC 2661, 5.8).
  if (length <= kHeader || length > payload.bytes.size()) return Reading::not_mine();
  if (payload.guessed && length != payload.bytes.size()) return Reading::not_mine();
  if (!read_attributes(Cursor{payload.bytes.first(length).subspan(kHeader)}, findings)) {
    return Reading::not_mine();
  }
  add(Obfuscation::l2tp, findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol l2tp{"l2tp", Carrier::udp, kPorts, read, kStart};

}  // namespace tapcensus
