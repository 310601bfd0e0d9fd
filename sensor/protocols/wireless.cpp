// Management frames of IEEE 802.11 (IEEE Std 802.11-2020, 9.3.3): the networks that stations ask
// for and access points offer, and what both say of themselves.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "protocols/protocol.hpp"
#include "protocols/wps.hpp"
#include "wire/ethertypes.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kEthertypes{kWirelessManagement};

constexpr std::size_t kHeader = 24;  // of a management frame, without the HT control field
constexpr std::uint8_t kSsid = 0, kVendorSpecific = 221;  // 9.4.2: elements

// Bytes of fixed fields before the elements, by subtype; none for frames that have no elements of
// interest.
constexpr int kNoElements = -1;
int fixed_fields(unsigned subtype) noexcept {
  switch (subtype) {
    case 0: return 4;   // association request: capability, listen interval
    case 2: return 10;  // reassociation request: and the current access point
    case 4: return 0;   // probe request
    case 5:             // probe response
    case 8: return 12;  // beacon: timestamp, interval, capability
    default: return kNoElements;
  }
}

// A network that hides its name sends an empty one, or NULs.
void add_name(ByteView value, Findings& findings) noexcept {
  const bool hidden =
      std::ranges::all_of(value, [](std::byte byte) { return byte == std::byte{0}; });
  if (!hidden && value.size() <= 32) findings.add(Field::wlan_ssid, as_text(value));
}

void add_vendor(ByteView value, Findings& findings) noexcept {
  constexpr std::uint32_t kSimpleConfiguration = 0x0050f204;
  Cursor in{value};
  if (in.be32() == kSimpleConfiguration) add_wps(in.rest(), findings);
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const unsigned control = in.le16();
  const int fixed = fixed_fields(control >> 4 & 0xf);
  if (fixed == kNoElements) return Reading::done();
  in.skip(kHeader - 2 + static_cast<std::size_t>(fixed));
  if ((control & 0x8000) != 0) in.skip(4);  // 9.2.4.1.10: an HT control field follows the header
  while (!in.at_end()) {
    const std::uint8_t element = in.u8();
    const ByteView value = in.take(in.u8());
    if (!in.ok()) break;  // the checksum of the frame, or a cut
    if (element == kSsid) add_name(value, findings);
    if (element == kVendorSpecific) add_vendor(value, findings);
  }
  return Reading::done();
}

}  // namespace

extern constinit const Protocol wireless{"wireless", Carrier::ethernet, kEthertypes, read};

}  // namespace tapcensus
