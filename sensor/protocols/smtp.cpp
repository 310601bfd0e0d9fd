// SMTP (RFC 5321) and LMTP up to TLS (STARTTLS, RFC 3207): what the server calls itself.
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

// What is not a command is part of an authentication.
Verdict read_command(std::string_view line) noexcept {
  return is_one_of(first_word(line), {"mail", "data", "bdat"}) ? Verdict::ends : Verdict::goes_on;
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  return dialogue::read(payload, [&](std::string_view line, std::uint8_t mode) {
    read_ntlmssp_line(line, findings);
    const Reply reply = reply_in(line);
    if (mode != kFirstLine && reply.code != 0) return read_reply(reply, mode, findings);
    if (mode != kFirstLine) return read_command(line);
    if (reply.code != 0) return read_greeting(line, payload, findings);
    const bool hello = is_one_of(first_word(line), {"ehlo", "helo", "lhlo"});
    return hello ? Verdict::goes_on : Verdict::foreign;
  });
}

}  // namespace

extern constinit const Protocol smtp{"smtp", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
