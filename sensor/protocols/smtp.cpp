// SMTP (RFC 5321) and LMTP up to TLS (STARTTLS, RFC 3207): what either side calls itself.
//
// Mail itself is not looked at: reading ends where it begins.
#include <array>

#include "protocols/dialogue.hpp"
#include "protocols/ntlmssp.hpp"

namespace tapcensus {
namespace {

using namespace dialogue;

constexpr std::array<std::uint16_t, 4> kPorts{24, 25, 587, 2525};
constexpr auto kStart =
    start_of_one<4>({"220 ", "220-", "421 ", "421-", "554 ", "554-", "EHLO", "HELO", "LHLO"});

// FTP greets with the same code, so the name is asked for where the port does not say it.
Verdict read_greeting(std::string_view line, const Payload& payload, Findings& findings) noexcept {
  const Reply reply = reply_in(line);
  if (reply.code != 220 && reply.code != 421 && reply.code != 554) return Verdict::foreign;
  if (payload.guessed && !holds(reply.text, "smtp") && !holds(reply.text, "lmtp")) {
    return Verdict::foreign;
  }
  add_banner(Field::smtp_banner, reply.text, findings);
  return reply.more ? Verdict::greeting : Verdict::goes_on;
}

Verdict read_reply(const Reply& reply, std::uint8_t mode, Findings& findings) noexcept {
  if ((mode & kInGreeting) != 0) {
    add_banner(Field::smtp_banner, reply.text, findings);
    return reply.more ? Verdict::greeting : Verdict::goes_on;
  }
  constexpr unsigned kAuthenticated = 235, kGoAhead = 354;
  return reply.code == kAuthenticated || reply.code == kGoAhead ? Verdict::ends : Verdict::goes_on;
}

// 4.1.1.1: a client gives its name, or its address in brackets.
bool read_hello(std::string_view line, Findings& findings) noexcept {
  const std::string_view verb = first_word(line);
  if (!is_one_of(verb, {"ehlo", "helo", "lhlo"})) return false;
  add_banner(Field::smtp_helo, line.substr(verb.size()), findings);
  return true;
}

// What is not a command is part of an authentication.
Verdict read_command(std::string_view line, Findings& findings) noexcept {
  if (read_hello(line, findings)) return Verdict::goes_on;
  return is_one_of(first_word(line), {"mail", "data", "bdat"}) ? Verdict::ends : Verdict::goes_on;
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  return dialogue::read(payload, [&](std::string_view line, std::uint8_t mode) {
    read_ntlmssp_line(line, findings);
    const Reply reply = reply_in(line);
    if (mode != kFirstLine && reply.code != 0) return read_reply(reply, mode, findings);
    if (mode != kFirstLine) return read_command(line, findings);
    if (reply.code != 0) return read_greeting(line, payload, findings);
    return read_hello(line, findings) ? Verdict::goes_on : Verdict::foreign;
  });
}

}  // namespace

extern constinit const Protocol smtp{"smtp", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
