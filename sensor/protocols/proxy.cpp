// The PROXY protocol, versions 1 and 2 (HAProxy's proxy-protocol.txt): a header in which a load
// balancer tells for whom it connects. Nothing is said; what stands behind it is read.
#include <array>
#include <string_view>

#include "base/cursor.hpp"
#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kText = "PROXY "sv;                  // 2.1
constexpr std::string_view kBinary = "\r\n\r\n\0\r\nQUIT\n"sv;  // 2.2
constexpr auto kStart = start_of_one<6>({kText, kBinary});
constexpr std::size_t kMostText = 107;  // 2.1, with its end

Reading read_text(const Payload& payload) noexcept {
  const std::string_view text = as_text(payload.bytes).substr(0, kMostText);
  const std::size_t end = text.find("\r\n");
  if (end == text.npos) {
    return text.size() < kMostText ? wait_for_more(payload) : Reading::not_mine();
  }
  const std::string_view family = text.substr(kText.size());
  const bool known =
      family.starts_with("TCP4 ") || family.starts_with("TCP6 ") || family.starts_with("UNKNOWN");
  return known ? Reading::switched(static_cast<std::uint32_t>(end + 2)) : Reading::not_mine();
}

// Version and command, family and transport, and how many bytes of addresses and extensions follow.
Reading read_binary(const Payload& payload) noexcept {
  Cursor in{payload.bytes};
  in.skip(kBinary.size());
  const std::uint8_t version = in.u8();
  in.skip(1);
  const std::uint32_t length = in.be16();
  if (!in.ok()) return wait_for_more(payload);
  constexpr std::uint8_t kLocal = 0x20, kProxy = 0x21;
  if (version != kLocal && version != kProxy) return Reading::not_mine();
  return Reading::switched(static_cast<std::uint32_t>(in.offset()) + length);
}

Reading read(const Payload& payload, Findings&) noexcept {
  const std::string_view text = as_text(payload.bytes);
  const auto can_be = [text](std::string_view mark) {
    return mark.starts_with(text.substr(0, mark.size()));
  };
  if (can_be(kText)) return read_text(payload);
  return can_be(kBinary) ? read_binary(payload) : Reading::not_mine();
}

}  // namespace

extern constinit const Protocol proxy{"proxy", Carrier::tcp, {}, read, kStart};

}  // namespace tapcensus
