// The control connection of FTP (RFC 959) up to TLS (AUTH, RFC 4217): what the server calls itself
// and its system, and what a client does.
//
// Reading goes on behind a login in clear, which is when clients ask for the system; it ends where
// files are moved.
#include <array>

#include "protocols/dialogue.hpp"

namespace tapcensus {
namespace {

using namespace dialogue;

constexpr std::array<std::uint16_t, 2> kPorts{21, 2121};
constexpr auto kStart =
    start_of_one<5>({"120 ", "120-", "220 ", "220-", "421 ", "421-", "530 ", "530-", "AUTH ",
                     "CLNT ", "FEAT", "HOST ", "OPTS ", "SYST", "USER "});

// SMTP greets with the same code, so the name is asked for where the port does not say it.
Verdict read_greeting(const Reply& reply, const Payload& payload, Findings& findings) noexcept {
  if (reply.code != 120 && reply.code != 220 && reply.code != 421 && reply.code != 530) {
    return Verdict::foreign;
  }
  if (payload.guessed && !holds(reply.text, "ftp")) return Verdict::foreign;
  add_banner(Field::ftp_banner, reply.text, findings);
  return reply.more ? Verdict::greeting : Verdict::goes_on;
}

// RFC 959, 4.2: the lines between the first and the last may begin with anything.
Verdict read_rest_of_greeting(std::string_view line, const Reply& reply,
                              Findings& findings) noexcept {
  const bool last = reply.code != 0 && !reply.more;
  add_banner(Field::ftp_banner, reply.code != 0 ? reply.text : line, findings);
  return last ? Verdict::goes_on : Verdict::greeting;
}

Verdict read_reply(const Reply& reply, Findings& findings) noexcept {
  constexpr unsigned kSystem = 215;
  if (reply.code == kSystem) add_banner(Field::ftp_system, reply.text, findings);
  const bool moves_files = reply.code / 10 == 15 || (reply.code > 220 && reply.code < 230);
  return reply.code == kSystem || moves_files ? Verdict::ends : Verdict::goes_on;
}

// CLNT is not in an RFC; it takes the name of the program.
Verdict read_command(std::string_view line, Findings& findings) noexcept {
  const std::string_view verb = first_word(line);
  if (is_one_of(verb, {"clnt"})) {
    add_banner(Field::ftp_client, line.substr(verb.size()), findings);
    return Verdict::ends;
  }
  const bool moves_files =
      is_one_of(verb, {"epsv", "eprt", "list", "mlsd", "nlst", "pasv", "port", "retr", "stor"});
  return moves_files ? Verdict::ends : Verdict::goes_on;
}

Verdict read_first_command(std::string_view line, bool guessed, Findings& findings) noexcept {
  if (begins_with(line, "clnt ") && !guessed) return read_command(line, findings);
  if (begins_with(line, "auth tls") || begins_with(line, "auth ssl")) return Verdict::goes_on;
  if (guessed) return Verdict::foreign;
  const bool known = is_one_of(first_word(line), {"feat", "host", "opts", "syst", "user"});
  return known ? Verdict::goes_on : Verdict::foreign;
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  return dialogue::read(payload, [&](std::string_view line, std::uint8_t mode) {
    const Reply reply = reply_in(line);
    if (mode == kFirstLine) {
      return reply.code != 0 ? read_greeting(reply, payload, findings)
                             : read_first_command(line, payload.guessed, findings);
    }
    if ((mode & kInGreeting) != 0) return read_rest_of_greeting(line, reply, findings);
    return reply.code != 0 ? read_reply(reply, findings) : read_command(line, findings);
  });
}

}  // namespace

extern constinit const Protocol ftp{"ftp", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
