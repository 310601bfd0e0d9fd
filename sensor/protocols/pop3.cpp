// POP3 (RFC 1939) up to TLS (STLS, RFC 2595): what the server calls itself.
#include <array>

#include "protocols/dialogue.hpp"
#include "protocols/ntlmssp.hpp"

namespace tapcensus {
namespace {

using namespace dialogue;

constexpr std::array<std::uint16_t, 1> kPorts{110};
constexpr auto kStart = start_of_one<4>({"+OK", "-ERR", "CAPA", "STLS", "AUTH", "APOP", "USER"});

// Redis and others say +OK too, so the name is asked for where the port does not say it.
Verdict read_greeting(std::string_view line, bool guessed, Findings& findings) noexcept {
  constexpr std::string_view kGood = "+ok", kBad = "-err";
  const std::string_view mark = begins_with(line, kGood) ? kGood : kBad;
  if (!begins_with(line, mark)) return Verdict::foreign;
  const std::string_view text = line.substr(mark.size());
  if (guessed && !holds(text, "pop")) return Verdict::foreign;
  add_banner(Field::pop3_banner, text, findings);
  return Verdict::goes_on;
}

Verdict read_first_command(std::string_view line, bool guessed) noexcept {
  const std::string_view word = first_word(line);
  if (is_one_of(word, {"capa", "stls"})) return Verdict::goes_on;
  const bool known = !guessed && is_one_of(word, {"auth", "apop", "user"});
  return known ? Verdict::goes_on : Verdict::foreign;
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  return dialogue::read(payload, [&](std::string_view line, std::uint8_t mode) {
    read_ntlmssp_line(line, findings);
    if (mode == kFirstLine) {
      const bool reply = line.starts_with('+') || line.starts_with('-');
      return reply ? read_greeting(line, payload.guessed, findings)
                   : read_first_command(line, payload.guessed);
    }
    // RFC 2449, 6.9.
    if (begins_with(line, "implementation ")) {
      add_banner(Field::pop3_banner, line.substr(first_word(line).size()), findings);
    }
    const bool mailbox = is_one_of(first_word(line), {"pass", "apop", "list", "retr", "stat"});
    return mailbox ? Verdict::ends : Verdict::goes_on;
  });
}

}  // namespace

extern constinit const Protocol pop3{"pop3", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
