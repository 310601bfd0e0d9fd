// SIP over UDP: phones, exchanges and their programs.
#include <array>

#include "protocols/protocol.hpp"
#include "protocols/sip_message.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 3> kPorts{5060, 5061, 5062};

Reading read(const Payload& payload, Findings& findings) noexcept {
  const std::string_view text = as_text(payload.bytes);
  const std::string_view line = headers::first_line(text);
  const bool response = sip_message::is_response(line);
  if (!response && !sip_message::is_request(line)) return Reading::not_mine();
  sip_message::read(headers::head_of(text), response, findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol sip{"sip", Carrier::udp, kPorts, read, sip_message::kStart};

}  // namespace tapcensus
