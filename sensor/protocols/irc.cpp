// IRC (RFC 1459, 2812) up to TLS (STARTTLS, IRCv3): nothing is said, only what is inside is read.
#include <array>

#include "protocols/dialogue.hpp"

namespace tapcensus {
namespace {

using namespace dialogue;

constexpr std::array<std::uint16_t, 5> kPorts{194, 6665, 6666, 6667, 6668};
constexpr auto kStart =
    start_of_one<5>({":", "CAP ", "NICK ", "NOTICE", "PASS ", "STARTTLS", "USER "});

// A server's line names the server, and then what it is about.
bool is_first_reply(std::string_view line) noexcept {
  if (!line.starts_with(':')) return begins_with(line, "notice auth ");
  const std::size_t space = std::min(line.find(' '), line.size() - 1);
  return is_one_of(first_word(line.substr(space + 1)), {"001", "020", "670", "cap", "notice"});
}

bool is_first_command(std::string_view line) noexcept {
  return begins_with(line, "cap ls") || begins_with(line, "nick ") || begins_with(line, "pass ") ||
         is_one_of(line, {"starttls"}) || (begins_with(line, "user ") && holds(line, " :"));
}

Reading read(const Payload& payload, Findings&) noexcept {
  return dialogue::read(payload, [](std::string_view line, std::uint8_t mode) {
    if (mode == kFirstLine) {
      return is_first_reply(line) || is_first_command(line) ? Verdict::goes_on : Verdict::foreign;
    }
    const bool chat = is_one_of(first_word(line), {"join", "privmsg", "mode"});
    return chat ? Verdict::ends : Verdict::goes_on;
  });
}

}  // namespace

extern constinit const Protocol irc{"irc", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
