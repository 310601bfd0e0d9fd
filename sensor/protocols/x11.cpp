// The X Window System (X11 protocol, "Connection Setup"): the vendor that a display tells.
#include <array>

#include "base/cursor.hpp"
#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 4> kPorts{6000, 6001, 6002, 6010};
// Success, and version 11.0 in either byte order.
constexpr std::array kStart{ByteSet::just(1),
                            bytes::kAny,
                            ByteSet::one_of({"\0\x0b", 2}),
                            ByteSet::one_of({"\0\x0b", 2}),
                            ByteSet::just(0),
                            ByteSet::just(0)};

constexpr std::uint32_t kUpToVendor = 40, kMostVendor = 256;

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  in.skip(2);
  const std::uint16_t major = in.be16(), minor = in.be16();
  const bool little = major == 0x0b00;
  const auto number16 = [&] { return little ? in.le16() : in.be16(); };
  const std::uint16_t units = number16();
  in.skip(16);  // release, resources, motion buffer
  const std::uint16_t length = number16();
  in.skip(kUpToVendor - 26);
  if (!in.ok()) return payload.final ? Reading::not_mine() : Reading::need_more(kUpToVendor);
  if ((major != 11 && !little) || minor != 0 || length == 0 || length > kMostVendor ||
      units < (kUpToVendor + length) / 4 - 2) {
    return Reading::not_mine();
  }
  const std::string_view vendor = as_text(in.take(length));
  if (!in.ok()) {
    return payload.final ? Reading::not_mine() : Reading::need_more(kUpToVendor + length);
  }
  for (const char c : vendor) {
    if (c < ' ' || c > '~') return Reading::not_mine();
  }
  findings.add(Field::x11_vendor, vendor);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol x11{"x11", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
