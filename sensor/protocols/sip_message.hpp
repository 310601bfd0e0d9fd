// What a SIP message (RFC 3261) says of the program that made it, over any carrier.
//
// Proxies hand on what others have made. A request with more than one Via has passed one (16.6),
// and so has a response with no more of them than there are Record-Routes: its maker sees one Via
// for each proxy and one for the client. Such messages say nothing of who sent this packet.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/letters.hpp"
#include "facts/finding.hpp"
#include "protocols/start.hpp"
#include "protocols/text_headers.hpp"

namespace tapcensus::sip_message {

inline constexpr auto kStart = start_of_one(
    {"SIP/2.0 ", "ACK sip:", "BYE sip:", "CANCEL ", "INFO sip", "INVITE ", "MESSAGE ", "NOTIFY ",
     "OPTIONS ", "PRACK ", "PUBLISH ", "REFER ", "REGISTER", "SUBSCRIB", "UPDATE "});

inline constexpr std::string_view kVersion = "SIP/2.0";

constexpr bool is_response(std::string_view line) noexcept {
  return line.size() > kVersion.size() + 3 && line.starts_with(kVersion) &&
         line[kVersion.size()] == ' ' && is_digit(line[kVersion.size() + 1]);
}
constexpr bool is_request(std::string_view line) noexcept {
  return line.size() > kVersion.size() + 1 && line.ends_with(kVersion) &&
         line[line.size() - kVersion.size() - 1] == ' ';
}

// Entries of a value, which commas part.
constexpr unsigned entries_in(std::string_view value) noexcept {
  return 1 + static_cast<unsigned>(std::ranges::count(value, ','));
}

// Of a message whose first line is one. Gives the length of its body.
inline std::uint32_t read(const headers::Head& head, bool response, Findings& findings) noexcept {
  std::uint32_t body = 0;
  unsigned vias = 0, record_routes = 0;
  std::string_view user_agent, server;
  headers::each_field(head.fields, [&](std::string_view name, std::string_view value) {
    if (same_word(name, "via") || same_word(name, "v")) vias += entries_in(value);
    if (same_word(name, "record-route")) record_routes += entries_in(value);
    if (same_word(name, "user-agent")) user_agent = value;
    if (same_word(name, "server")) server = value;
    if (same_word(name, "content-length") || same_word(name, "l")) {
      body = headers::length_in(value);
    }
  });
  const bool handed_on = response ? vias <= record_routes : vias > 1;
  if (handed_on) return body;
  if (!user_agent.empty()) findings.add(Field::sip_user_agent, user_agent);
  if (!server.empty()) findings.add(Field::sip_server, server);
  return body;
}

}  // namespace tapcensus::sip_message
