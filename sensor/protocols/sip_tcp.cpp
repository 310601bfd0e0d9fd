// SIP over TCP (RFC 3261, 18.3): the first messages of a connection; their bodies are passed over.
#include <array>

#include "protocols/preamble.hpp"
#include "protocols/sip_message.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{5060};

constexpr std::size_t kMostFirstLine = 1024;
constexpr std::uint8_t kMostMessages = 16;

Reading read(const Payload& payload, Findings& findings) noexcept {
  const Reading foreign = payload.mode == 0 ? Reading::not_mine() : Reading::done();
  const std::string_view text = as_text(payload.bytes).substr(0, headers::kMostHead);
  // 7.5: empty lines before a message keep the connection alive.
  const std::size_t empty = std::min(text.find_first_not_of("\r\n"), text.size());
  if (empty > 0 && payload.mode != 0) {
    return Reading::next(static_cast<std::uint32_t>(empty), payload.mode);
  }
  const std::string_view line = headers::first_line(text);
  if (line.empty()) {
    return payload.final || text.size() > kMostFirstLine ? foreign : wait_for_more(payload);
  }
  const bool response = sip_message::is_response(line);
  if (!response && !sip_message::is_request(line)) return foreign;
  const headers::Head head = headers::head_of(text);
  if (head.size == 0 && !payload.final && text.size() < headers::kMostHead) {
    return wait_for_more(payload);
  }
  const std::uint32_t body = sip_message::read(head, response, findings);
  if (head.size == 0 || payload.mode == kMostMessages) return Reading::done();
  return Reading::next(static_cast<std::uint32_t>(head.size) + body,
                       static_cast<std::uint8_t>(payload.mode + 1));
}

}  // namespace

extern constinit const Protocol sip_tcp{"sip_tcp", Carrier::tcp, kPorts, read, sip_message::kStart};

}  // namespace tapcensus
