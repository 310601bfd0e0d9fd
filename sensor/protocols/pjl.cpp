// Printing over a raw connection with HP's Printer Job Language (PJL Technical Reference): what a
// printer answers to INFO ID, and the comments in which drivers name themselves.
//
// Jobs name people and documents: such comments are left out, and so is everything else.
#include <array>

#include "protocols/dialogue.hpp"
#include "protocols/preamble.hpp"
#include "protocols/text_headers.hpp"

namespace tapcensus {
namespace {

using namespace headers;

constexpr std::array<std::uint16_t, 4> kPorts{9100, 9101, 9102, 9103};
// The universal exit, or the first command.
constexpr auto kStart = start_of_one<4>({"\x1b%-12345X", "@PJL"});

constexpr std::string_view kExit = "\x1b%-12345X";

constexpr std::string_view unquoted(std::string_view text) noexcept {
  text = trimmed(text.substr(0, text.find('\f')));
  if (text.starts_with('"')) text.remove_prefix(1);
  if (text.ends_with('"')) text.remove_suffix(1);
  return trimmed(text);
}

bool names_somebody(std::string_view comment) noexcept {
  constexpr std::array<std::string_view, 8> kWords{"account", "app filename", "document", "file",
                                                   "job",     "owner",        "title",    "user"};
  return std::ranges::any_of(
      kWords, [comment](std::string_view word) { return dialogue::holds(comment, word); });
}

// "@PJL COMMENT" and a text, which may stand behind "=" or in quotation marks.
void read_comment(std::string_view line, Findings& findings) noexcept {
  constexpr std::string_view kComment = "@pjl comment";
  if (!dialogue::begins_with(line, kComment)) return;
  std::string_view text = trimmed(line.substr(kComment.size()));
  if (text.starts_with('=')) text.remove_prefix(1);
  text = unquoted(text);
  if (!text.empty() && !names_somebody(text)) findings.add(Field::pjl_comment, text);
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  using namespace dialogue;
  return dialogue::read(payload, [&](std::string_view line, std::uint8_t mode) {
    if (line.starts_with(kExit)) line.remove_prefix(kExit.size());
    const bool command = begins_with(line, "@pjl");
    // The answer to INFO ID is the line behind the echoed question.
    if ((mode & kInGreeting) != 0) {
      if (!command && !unquoted(line).empty()) findings.add(Field::pjl_id, unquoted(line));
      return Verdict::ends;
    }
    if (!command) {
      if (mode == kFirstLine && !line.empty()) return Verdict::foreign;
      return line.empty() ? Verdict::goes_on : Verdict::ends;
    }
    read_comment(line, findings);
    return begins_with(line, "@pjl info id") ? Verdict::greeting : Verdict::goes_on;
  });
}

}  // namespace

extern constinit const Protocol pjl{"pjl", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
