// NNTP (RFC 3977) up to TLS (STARTTLS, RFC 4642): what the server calls itself.
#include <array>

#include "protocols/dialogue.hpp"

namespace tapcensus {
namespace {

using namespace dialogue;

constexpr std::array<std::uint16_t, 2> kPorts{119, 433};
constexpr auto kStart = start_of_one<4>({"200 ", "201 ", "400 ", "502 ", "CAPA", "MODE", "STAR"});

// 5.1.1. The name is asked for where the port does not say it.
Verdict read_greeting(const Reply& reply, bool guessed, Findings& findings) noexcept {
  const bool greets =
      reply.code == 200 || reply.code == 201 || reply.code == 400 || reply.code == 502;
  if (!greets || reply.more) return Verdict::foreign;
  if (guessed && !holds(reply.text, "nntp") && !holds(reply.text, "nnrp")) return Verdict::foreign;
  add_banner(Field::nntp_banner, reply.text, findings);
  return Verdict::goes_on;
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  return dialogue::read(payload, [&](std::string_view line, std::uint8_t mode) {
    const Reply reply = reply_in(line);
    if (mode == kFirstLine && reply.code != 0) {
      return read_greeting(reply, payload.guessed, findings);
    }
    if (mode == kFirstLine) {
      const bool command = is_one_of(first_word(line), {"capabilities", "starttls"}) ||
                           begins_with(line, "mode reader");
      return command ? Verdict::goes_on : Verdict::foreign;
    }
    const bool news = is_one_of(
        first_word(line), {"211", "220", "222", "381", "article", "authinfo", "group", "post"});
    return news ? Verdict::ends : Verdict::goes_on;
  });
}

}  // namespace

extern constinit const Protocol nntp{"nntp", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
