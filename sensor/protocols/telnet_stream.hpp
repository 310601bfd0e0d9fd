// One direction of Telnet (RFC 854): what a server shows before anybody has typed, the options of
// either side, and the terminal that a client says it has.
//
// What people type is never read: of a client's direction only the negotiation is looked at, and a
// server's text, which echoes them, only as far as its first prompt.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "base/letters.hpp"
#include "protocols/line.hpp"
#include "protocols/preamble.hpp"
#include "protocols/text_headers.hpp"

namespace tapcensus::telnet_stream {

inline constexpr std::array<std::uint16_t, 3> kPorts{23, 2323, 23023};

inline constexpr std::size_t kMostBytes = 3072, kMostText = 2048;
inline constexpr unsigned kMostOptions = 40;

enum Command : std::uint8_t {
  kSubnegotiationEnd = 240,
  kSubnegotiation = 250,
  kWill,
  kWont,
  kDo,
  kDont,
  kCommand = 255,
};
// RFC 857, 1091, 1073, 1079, 1184, 1572.
enum Option : std::uint8_t {
  kEcho = 1,
  kTerminalType = 24,
  kWindowSize = 31,
  kSpeed,
  kLineMode = 34,
  kEnvironment = 39
};

// What was read so far of a direction.
struct Stream {
  Line<512> options;  // "do 24,will 1,sb 24"
  Line<kMostText> text;
  std::string_view terminal;
  unsigned negotiated = 0;
  bool begun = false;      // something that is no command has come
  bool echoes = false;     // the server shows what is typed
  bool of_server = false;  // only servers ask for this
  bool broken = false;
};

inline void note_option(Stream& stream, std::string_view verb, std::uint8_t option) noexcept {
  if (stream.begun || stream.negotiated == kMostOptions) return;
  if (stream.negotiated++ > 0) stream.options.add(',');
  stream.options.add(verb);
  stream.options.add(' ');
  stream.options.add_decimal(option);
}

inline void note_negotiation(Stream& stream, std::uint8_t verb, std::uint8_t option) noexcept {
  constexpr std::array<std::string_view, 4> kVerbs{"will", "wont", "do", "dont"};
  note_option(stream, kVerbs[verb - kWill], option);
  const bool asks = option == kTerminalType || option == kWindowSize || option == kSpeed ||
                    option == kLineMode || option == kEnvironment;
  if (verb == kWill && option == kEcho) stream.echoes = true;
  if ((verb == kWill && option == kEcho) || (verb == kDo && asks)) stream.of_server = true;
}

// RFC 855, 1091: the bytes up to IAC SE. False when they are not all there.
inline bool take_subnegotiation(Stream& stream, std::string_view& bytes) noexcept {
  const std::size_t end = bytes.find("\xff\xf0");
  if (end == bytes.npos) return false;
  const std::string_view body = bytes.substr(0, end);
  bytes.remove_prefix(end + 2);
  constexpr char kIs = 0;
  if (body.empty()) return true;
  note_option(stream, "sb", static_cast<std::uint8_t>(body[0]));
  const bool names = body.size() > 2 && body[0] == kTerminalType && body[1] == kIs;
  if (names && stream.terminal.empty()) stream.terminal = body.substr(2);
  return true;
}

// Takes a command off `bytes`, which begin with IAC. False when it is not all there.
inline bool take_command(Stream& stream, std::string_view& bytes) noexcept {
  if (bytes.size() < 2) return false;
  const auto verb = static_cast<std::uint8_t>(bytes[1]);
  if (verb == kSubnegotiation) {
    std::string_view rest = bytes.substr(2);
    if (!take_subnegotiation(stream, rest)) return false;
    bytes = rest;
    return true;
  }
  if (verb >= kWill && verb <= kDont) {
    if (bytes.size() < 3) return false;
    note_negotiation(stream, verb, static_cast<std::uint8_t>(bytes[2]));
    bytes.remove_prefix(3);
    return true;
  }
  if (verb < kSubnegotiationEnd) stream.broken = true;
  bytes.remove_prefix(2);
  return true;
}

// Whether `line` asks for a name or a password, and where the question ends; npos if it does not.
inline std::size_t end_of_question(std::string_view line) noexcept {
  constexpr std::array<std::string_view, 10> kWords{"account",  "login",   "logon",   "passcode",
                                                    "password", "passwd",  "user id", "user name",
                                                    "user",     "username"};
  for (const std::string_view word : kWords) {
    const auto same = [](char left, char right) { return lower(left) == right; };
    const auto found = std::search(line.begin(), line.end(), word.begin(), word.end(), same);
    if (found == line.end()) continue;
    const std::size_t behind = static_cast<std::size_t>(found - line.begin()) + word.size();
    // Whose password it is may stand between.
    const std::size_t colon =
        word.starts_with("passw") ? line.find(':', behind) : line.find_first_not_of(" \t", behind);
    if (colon != line.npos && line[colon] == ':') return colon + 1;
  }
  return line.npos;
}

// Whether `line` begins with the prompt of a shell.
inline bool has_prompt(std::string_view line, bool whole) noexcept {
  constexpr std::size_t kMostPrompt = 48;
  const std::size_t mark = line.substr(0, kMostPrompt).find_first_of("#>$%");
  if (mark == line.npos || mark == 0 || line[0] == '*') return false;
  return mark + 1 < line.size() ? line[mark + 1] == ' ' : whole;
}

// How much of a server's text comes before anybody has typed; npos when that cannot be told yet.
inline std::size_t end_of_banner(std::string_view text, bool final) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    const std::size_t question = end_of_question(line);
    if (question != line.npos) return at + question;
    if (has_prompt(line, final || end < text.size())) return at;
    at = end + 1;
  }
  return text.npos;
}

// A server that shows what is typed, and asked nothing that we know: only one plain sentence, with
// which some turn everybody away.
inline bool is_sentence(std::string_view text) noexcept {
  return unpadded(text).find_first_of("\n:>#$?") == text.npos;
}

// Control characters that text for a terminal may hold, and everything else.
constexpr bool is_text(char c) noexcept {
  return static_cast<std::uint8_t>(c) >= ' ' ||
         std::string_view{"\0\a\b\t\n\v\f\r\x1b", 9}.find(c) != std::string_view::npos;
}

// Reads what there is: of a client as far as its first key, of a server as far as there is room.
inline void scan(std::string_view bytes, bool client, Stream& stream) noexcept {
  while (!bytes.empty() && !stream.broken) {
    if (static_cast<std::uint8_t>(bytes[0]) == kCommand) {
      if (!take_command(stream, bytes)) return;
      continue;
    }
    if (bytes[0] == '\0' && !stream.begun) {
      bytes.remove_prefix(1);
      continue;
    }
    stream.begun = true;
    if (client) return;
    stream.broken = !is_text(bytes[0]);
    stream.text.add(bytes[0]);
    bytes.remove_prefix(1);
  }
}

inline Reading read(const Payload& payload, Findings& findings) noexcept {
  const auto at_home = [](std::uint16_t port) {
    return std::ranges::find(kPorts, port) != kPorts.end();
  };
  const std::string_view bytes = as_text(payload.bytes).substr(0, kMostBytes);
  const bool client = at_home(payload.layers.target_port);
  Stream stream;
  scan(bytes, client, stream);
  if (stream.broken) return Reading::not_mine();
  const bool server = !client && (at_home(payload.layers.source_port) || stream.of_server);
  const bool last = payload.final || bytes.size() == kMostBytes;
  const std::string_view text = stream.text.view();
  std::size_t end = server ? end_of_banner(text, payload.final) : 0;
  if (server && end == text.npos && payload.final) {
    end = !stream.echoes || is_sentence(text) ? text.size() : 0;
  }
  if (!last && (server ? end == text.npos : !stream.begun)) return wait_for_more(payload);
  if (payload.guessed && stream.negotiated < 2) return Reading::not_mine();
  const std::string_view banner =
      end == text.npos ? std::string_view{} : unpadded(text.substr(0, end));
  if (!banner.empty()) findings.add_composed(Field::telnet_banner, banner);
  if (!stream.options.empty()) findings.add_composed(Field::telnet_options, stream.options.view());
  const std::string_view terminal = unpadded(stream.terminal);
  if (!terminal.empty()) findings.add(Field::telnet_terminal, terminal);
  return Reading::done();
}

}  // namespace tapcensus::telnet_stream
