// SSDP (UPnP Device Architecture 2.0, 1.1 to 1.3): what devices announce and answer, and what
// control points look for; on any port, since answers go to the port that asked.
//
// Headers are taken in any case, with or without the blank behind the colon, and with lines that
// end in LF alone, as devices write them. Yeelight's lamps (port 1982) speak it too.
#include <array>

#include "base/letters.hpp"
#include "protocols/announced.hpp"
#include "protocols/dialogue.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 2> kPorts{1900, 1982};
constexpr auto kStart = start_of_one({"NOTIFY *", "M-SEARCH", "HTTP/1.1"});

constexpr unsigned kMostLines = 64;

struct Header {
  std::string_view lowered;
  Field field;
};
constexpr std::array kHeaders{
    Header{"location", Field::ssdp_location}, Header{"nt", Field::ssdp_st},
    Header{"server", Field::ssdp_server},     Header{"st", Field::ssdp_st},
    Header{"usn", Field::ssdp_usn},           Header{"user-agent", Field::ssdp_user_agent},
};

bool is_request(std::string_view line) noexcept {
  for (const std::string_view method : {"m-search *", "notify *"}) {
    if (dialogue::begins_with(line, method)) return true;
  }
  return false;
}

bool is_answer(std::string_view line) noexcept {
  return dialogue::begins_with(line, "http/1.") && line.find(" 200") == 8;
}

// Takes the line in front of `text` away, without its end.
std::string_view next_line(std::string_view& text) noexcept {
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == text.npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  std::string_view text = as_text(payload.bytes);
  const std::string_view first = next_line(text);
  if (!is_request(first) && !is_answer(first)) return Reading::not_mine();
  bool sought = false;  // a target stands there: any other use of HTTP over UDP has none
  for (unsigned i = 0; i < kMostLines && !text.empty(); ++i) {
    const std::string_view line = next_line(text);
    if (line.empty()) break;
    const std::size_t colon = line.find(':');
    if (colon == line.npos) continue;
    const std::string_view name = unpadded(line.substr(0, colon));
    for (const Header& header : kHeaders) {
      if (!dialogue::is_one_of(name, {header.lowered})) continue;
      sought = sought || header.field == Field::ssdp_st;
      announced::add(header.field, unpadded(line.substr(colon + 1)), findings);
    }
  }
  return sought || !payload.guessed ? Reading::done() : Reading::not_mine();
}

}  // namespace

extern constinit const Protocol ssdp{"ssdp", Carrier::udp, kPorts, read, kStart};

}  // namespace tapcensus
