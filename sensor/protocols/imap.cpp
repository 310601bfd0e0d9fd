// IMAP (RFC 9051) up to TLS (STARTTLS, 6.2.1): what the server calls itself.
#include <array>

#include "protocols/dialogue.hpp"
#include "protocols/ntlmssp.hpp"

namespace tapcensus {
namespace {

using namespace dialogue;

constexpr std::array<std::uint16_t, 1> kPorts{143};
// An untagged response, or the tag of a command, which some make a dot.
constexpr ByteSet kTag = bytes::kLetters | bytes::kDigits | ByteSet::just('.');
constexpr std::array kStart{kTag | ByteSet::just('*'), kTag | ByteSet::one_of(" -_")};

constexpr std::size_t kMostTag = 32;

// RFC 9051, 7.1: OK, PREAUTH or BYE. The name is asked for where the port does not say it.
Verdict read_greeting(std::string_view line, bool guessed, Findings& findings) noexcept {
  for (const std::string_view mark : {"* ok ", "* preauth ", "* bye "}) {
    if (!begins_with(line, mark)) continue;
    if (guessed && !holds(line, "imap")) return Verdict::foreign;
    add_banner(Field::imap_banner, line.substr(mark.size()), findings);
    return Verdict::goes_on;
  }
  return Verdict::foreign;
}

// What stands behind the tag.
constexpr std::string_view command_in(std::string_view line) noexcept {
  const std::size_t space = line.find(' ');
  return space > kMostTag ? std::string_view{} : first_word(line.substr(space + 1));
}

Verdict read_first_command(std::string_view line) noexcept {
  const bool known = is_one_of(command_in(line),
                               {"authenticate", "capability", "id", "login", "noop", "starttls"});
  return known ? Verdict::goes_on : Verdict::foreign;
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  return dialogue::read(payload, [&](std::string_view line, std::uint8_t mode) {
    read_ntlmssp_line(line, findings);
    if (mode == kFirstLine) {
      return line.starts_with('*') ? read_greeting(line, payload.guessed, findings)
                                   : read_first_command(line);
    }
    const bool mailbox =
        is_one_of(command_in(line), {"examine", "fetch", "list", "login", "select", "status"});
    return mailbox ? Verdict::ends : Verdict::goes_on;
  });
}

}  // namespace

extern constinit const Protocol imap{"imap", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
