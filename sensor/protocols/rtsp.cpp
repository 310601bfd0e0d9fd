// RTSP/1.0 (RFC 2326) and what AirPlay makes of it, both sides: what each calls itself, and what a
// camera asks of who wants in.
//
// Message after message until one says it, of servers the first two; their bodies are passed over.
#include <array>

#include "protocols/challenge.hpp"
#include "protocols/preamble.hpp"
#include "protocols/text_headers.hpp"

namespace tapcensus {
namespace {

using namespace headers;

constexpr std::array<std::uint16_t, 5> kPorts{554, 5000, 5554, 7000, 8554};
constexpr auto kStart = start_of_one<4>(
    {"RTSP/1.", "ANNOUNCE", "DESCRIBE", "FLUSH", "GET ", "GET_PARAMETER", "OPTIONS", "PAUSE",
     "PLAY", "POST", "RECORD", "REDIRECT", "SETUP", "SET_PARAMETER", "TEARDOWN"});

constexpr std::size_t kMostFirstLine = 2048;
constexpr std::uint8_t kMostMessages = 16;

constexpr std::string_view kVersion = "RTSP/1.0";

constexpr bool is_response(std::string_view line) noexcept {
  return line.starts_with(kVersion) && line.size() > kVersion.size() &&
         line[kVersion.size()] == ' ';
}
constexpr bool is_request(std::string_view line) noexcept {
  return line.ends_with(kVersion) && line.size() > kVersion.size() + 1 &&
         line[line.size() - kVersion.size() - 1] == ' ';
}

// Whether the field says what speaks.
bool add_response_field(std::string_view name, std::string_view value,
                        Findings& findings) noexcept {
  if (same_word(name, "server")) {
    findings.add(Field::rtsp_server, value);
    return true;
  }
  if (!same_word(name, "www-authenticate")) return false;
  add_challenge(Field::rtsp_www_authenticate, value, Lifetime::packet, findings);
  return true;
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const Reading foreign = payload.mode == 0 ? Reading::not_mine() : Reading::done();
  const std::string_view text = as_text(payload.bytes).substr(0, kMostHead);
  const std::string_view line = first_line(text);
  if (line.empty()) {
    return payload.final || text.size() > kMostFirstLine ? foreign : wait_for_more(payload);
  }
  const bool response = is_response(line);
  if (!response && !is_request(line)) return foreign;
  const Head head = head_of(text);
  if (head.size == 0 && !payload.final && text.size() < kMostHead) return wait_for_more(payload);
  bool named = false;
  std::uint32_t body = 0;
  each_field(head.fields, [&](std::string_view name, std::string_view value) {
    if (same_word(name, "content-length")) body = length_in(value);
    if (value.empty()) return;
    if (response) {
      named |= add_response_field(name, value, findings);
    } else if (same_word(name, "user-agent")) {
      findings.add(Field::rtsp_user_agent, value);
      named = true;
    }
  });
  // Cameras answer to OPTIONS first, whoever asks, and to DESCRIBE with a challenge.
  const bool may_challenge = response && payload.mode == 0;
  if ((named && !may_challenge) || head.size == 0 || payload.mode == kMostMessages) {
    return Reading::done();
  }
  return Reading::next(static_cast<std::uint32_t>(head.size) + body,
                       static_cast<std::uint8_t>(payload.mode + 1));
}

}  // namespace

extern constinit const Protocol rtsp{"rtsp", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
