// IRC (RFC 1459, 2812) up to TLS (STARTTLS, IRCv3): what the server is, and what a client answers
// when it is asked for its version.
//
// Names of people are left out, and reading ends where they talk.
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

// Takes the next word off the text.
std::string_view take_word(std::string_view& text) noexcept {
  const std::string_view word = first_word(text);
  text.remove_prefix(std::min(word.size() + 1, text.size()));
  return word;
}

// RFC 2812, 5.1: 002 tells the version in a sentence, 004 in words; to whom stands before it.
Verdict read_reply(std::string_view line, Findings& findings) noexcept {
  take_word(line);
  const std::string_view code = take_word(line);
  if (code != "002" && code != "004") {
    return is_one_of(code, {"privmsg", "366"}) ? Verdict::ends : Verdict::goes_on;
  }
  take_word(line);
  if (line.starts_with(':')) line.remove_prefix(1);
  if (line.size() > 1) add_banner(Field::irc_banner, line, findings);  // some say "-"
  return Verdict::goes_on;
}

// The client-to-client protocol: NOTICE, who asked, and the answer between two bytes of 1.
Verdict read_command(std::string_view line, Findings& findings) noexcept {
  constexpr std::string_view kVersion = ":\x01VERSION ";
  const std::string_view verb = take_word(line);
  if (!is_one_of(verb, {"notice"})) {
    return is_one_of(verb, {"privmsg"}) ? Verdict::ends : Verdict::goes_on;
  }
  take_word(line);
  if (!line.starts_with(kVersion)) return Verdict::goes_on;
  line.remove_prefix(kVersion.size());
  add_banner(Field::irc_version, line.substr(0, line.find('\x01')), findings);
  return Verdict::ends;
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  return dialogue::read(payload, [&](std::string_view line, std::uint8_t mode) {
    if (mode == kFirstLine && !is_first_reply(line) && !is_first_command(line)) {
      return Verdict::foreign;
    }
    return line.starts_with(':') ? read_reply(line, findings) : read_command(line, findings);
  });
}

}  // namespace

extern constinit const Protocol irc{"irc", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
