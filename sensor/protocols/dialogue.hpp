// Protocols that talk in lines until TLS takes over (SMTP, IMAP, POP3, FTP, IRC): one direction,
// line after line.
//
// Commands and replies need not be matched: where a line should stand and a record of TLS stands,
// it has begun, whichever side this is. No such line begins with that byte, and none of these
// conversations is followed for long.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "base/letters.hpp"
#include "protocols/preamble.hpp"

namespace tapcensus::dialogue {

// What a protocol says of a line.
enum class Verdict : std::uint8_t {
  foreign,   // not mine, or no longer
  greeting,  // mine; the next line belongs to the same greeting
  goes_on,   // mine
  ends,      // mine; nothing of interest comes after it
};

// Where a line stands, as Reading::next passes it on: how many came before, and whether the
// greeting still goes on.
enum Mode : std::uint8_t { kFirstLine = 0, kMostLines = 64, kInGreeting = 0x80 };

inline constexpr std::size_t kMostLine = 2048;  // RFC 5321, 4.5.3.1: 512; with extensions more

// `lowered` is in lower case.
constexpr bool begins_with(std::string_view text, std::string_view lowered) noexcept {
  return text.size() >= lowered.size() &&
         std::ranges::equal(text.substr(0, lowered.size()), lowered, {}, lower);
}
constexpr bool holds(std::string_view text, std::string_view lowered) noexcept {
  const auto same = [](char written, char sought) { return lower(written) == sought; };
  return std::search(text.begin(), text.end(), lowered.begin(), lowered.end(), same) != text.end();
}

// The first word, as far as a space or the end.
constexpr std::string_view first_word(std::string_view text) noexcept {
  return text.substr(0, text.find(' '));
}
constexpr bool is_one_of(std::string_view word,
                         std::initializer_list<std::string_view> lowered) noexcept {
  return std::ranges::any_of(lowered, [word](std::string_view each) {
    return word.size() == each.size() && begins_with(word, each);
  });
}

// A greeting without blanks around it.
inline void add_banner(Field field, std::string_view text, Findings& findings) noexcept {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin != text.npos)
    findings.add(field, text.substr(begin, text.find_last_not_of(" \t") - begin + 1));
}

// A reply (RFC 5321, 4.2; RFC 959, 4.2): three digits, "-" when more lines follow, and a text.
struct Reply {
  unsigned code = 0;  // 0: this is none
  bool more = false;
  std::string_view text;
};

constexpr Reply reply_in(std::string_view line) noexcept {
  if (line.size() < 3 || !std::ranges::all_of(line.substr(0, 3), is_digit)) return {};
  if (line.size() > 3 && line[3] != ' ' && line[3] != '-') return {};
  Reply reply;
  for (const char digit : line.substr(0, 3)) reply.code = reply.code * 10 + unsigned(digit - '0');
  reply.more = line.size() > 3 && line[3] == '-';
  reply.text = line.substr(std::min<std::size_t>(line.size(), 4));
  return reply;
}

// Takes the lines that are whole. judge(line, mode) gives a Verdict, for a line without its end.
template <class Judge>
Reading read(const Payload& payload, Judge&& judge) noexcept {
  const std::string_view text = as_text(payload.bytes);
  const auto foreign = [](std::uint8_t mode) {
    return mode == kFirstLine ? Reading::not_mine() : Reading::done();
  };
  std::uint8_t mode = payload.mode;
  std::size_t at = 0;
  while (at < text.size()) {
    if (begins_tls(text[at]) && mode != kFirstLine) {
      return Reading::switched(static_cast<std::uint32_t>(at));
    }
    const std::size_t end = text.find('\n', at);
    if (end == text.npos) break;
    if (end - at > kMostLine) return foreign(mode);
    std::string_view line = text.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const Verdict verdict = judge(line, mode);
    if (verdict == Verdict::foreign) return foreign(mode);
    const unsigned lines = (mode & ~unsigned{kInGreeting}) + 1;
    if (verdict == Verdict::ends || lines == kMostLines) return Reading::done();
    mode = static_cast<std::uint8_t>(lines | (verdict == Verdict::greeting ? kInGreeting : 0));
    at = end + 1;
  }
  if (at > 0) return Reading::next(static_cast<std::uint32_t>(at), mode);
  if (payload.final || text.size() > kMostLine) return foreign(mode);
  return Reading::need_more(static_cast<std::uint32_t>(text.size() + 1));
}

}  // namespace tapcensus::dialogue
