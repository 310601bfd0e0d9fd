// IMAP (RFC 9051) up to TLS (STARTTLS, 6.2.1): what the server calls itself, and what either side
// tells of its program (ID, RFC 2971).
#include <array>

#include "protocols/dialogue.hpp"
#include "protocols/key_values.hpp"
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

// Takes a quoted string off a list (RFC 9051, 4.3); nothing for NIL and others.
std::string_view take_string(std::string_view& list) noexcept {
  list.remove_prefix(std::min(list.find_first_not_of(" ("), list.size()));
  if (!list.starts_with('"')) {
    list.remove_prefix(std::min(list.find_first_of(" )"), list.size()));
    return {};
  }
  const std::size_t end = std::min(list.find('"', 1), list.size());
  const std::string_view text = list.substr(1, end - 1);
  list.remove_prefix(std::min(end + 1, list.size()));
  return text;
}

// RFC 2971, 3.3: pairs of strings. What could name a person or a place is left out.
void add_id(std::string_view list, Findings& findings) noexcept {
  KeyValues<512> pairs;
  for (unsigned i = 0; i < 30 && !list.empty() && list[0] != ')'; ++i) {
    const std::string_view key = take_string(list);
    const std::string_view value = take_string(list);
    const bool told = is_one_of(key, {"date", "device", "model", "name", "os", "os-version",
                                      "platform", "support-url", "vendor", "version"});
    if (told) pairs.add(key, value);
  }
  if (!pairs.empty()) findings.add_composed(Field::imap_id, pairs.view());
}

Verdict read_first_command(std::string_view line) noexcept {
  const bool known = is_one_of(command_in(line),
                               {"authenticate", "capability", "id", "login", "noop", "starttls"});
  return known ? Verdict::goes_on : Verdict::foreign;
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  return dialogue::read(payload, [&](std::string_view line, std::uint8_t mode) {
    read_ntlmssp_line(line, findings);
    if (is_one_of(command_in(line), {"id"})) {
      add_id(line.substr(std::min(line.find('('), line.size())), findings);
    }
    if (mode == kFirstLine) {
      return line.starts_with('*') ? read_greeting(line, payload.guessed, findings)
                                   : read_first_command(line);
    }
    const bool mailbox =
        is_one_of(command_in(line), {"examine", "fetch", "list", "lsub", "select", "status"});
    return mailbox ? Verdict::ends : Verdict::goes_on;
  });
}

}  // namespace

extern constinit const Protocol imap{"imap", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
