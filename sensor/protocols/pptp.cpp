// PPTP (RFC 2637): who opens a control connection, and who answers.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "protocols/obfuscation.hpp"
#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{1723};
// Length, type and cookie (2.1, 2.2).
constexpr std::array kStart{ByteSet::just(0),    ByteSet::just(156),  ByteSet::just(0),
                            ByteSet::just(1),    ByteSet::just(0x1a), ByteSet::just(0x2b),
                            ByteSet::just(0x3c), ByteSet::just(0x4d)};
constexpr std::size_t kSize = 156, kText = 64;
enum Type : std::uint8_t { kStartRequest = 1, kStartReply = 2 };

// Filled up with zeros (2.1); some fill with blanks.
void add_text(Field field, ByteView bytes, Findings& findings) noexcept {
  std::string_view text = as_text(bytes);
  text = text.substr(0, text.find('\0'));
  while (text.ends_with(' ')) text.remove_suffix(1);
  if (!text.empty()) findings.add(field, text);
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const std::size_t begun = std::min(payload.bytes.size(), kStart.size());
  for (std::size_t at = 0; at < begun; ++at) {
    if (!kStart[at].has(std::to_integer<std::uint8_t>(payload.bytes[at]))) {
      return Reading::not_mine();
    }
  }
  if (payload.bytes.size() < kSize) {
    return payload.final ? Reading::not_mine() : Reading::need_more(kSize);
  }
  Cursor in{payload.bytes.subspan(begun)};
  const std::uint16_t type = in.be16();
  if (type != kStartRequest && type != kStartReply) return Reading::not_mine();
  constexpr std::size_t kBetween = 2 + 2 + 2 + 4 + 4 + 2 + 2;  // to the firmware's revision
  in.skip(kBetween);
  const ByteView host = in.take(kText), vendor = in.take(kText);
  add_text(Field::pptp_host, host, findings);
  add_text(Field::pptp_vendor, vendor, findings);
  add(Obfuscation::pptp, findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol pptp{"pptp", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
