// HTTP/1.x over TCP (RFC 9112): what clients and servers call themselves, message after message.
//
// Works on any port. Bodies are not looked at, but for descriptions of devices: their length is
// followed, so that the messages deep in a persistent connection are read although nobody stores
// what lies between them. Lines may end in LF alone (2.2). The sides are read apart, so a response
// to HEAD looks as if it had the body that it announces, and what comes within that length is
// passed over.
#include <algorithm>
#include <array>
#include <limits>

#include "base/letters.hpp"
#include "protocols/http_body.hpp"
#include "protocols/http_head.hpp"
#include "protocols/obfuscation.hpp"
#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

using http_head::Head;
using http_head::HeaderField;
using http_head::Role;
using http_head::Side;

constexpr std::array<std::uint16_t, 20> kPorts{80,   81,   591,  631,  2869, 3000, 3128,
                                               5000, 5357, 5985, 7547, 8000, 8008, 8080,
                                               8081, 8088, 8880, 8888, 9080, 49152};

// A method, "HTTP/1." or "ICY ", behind empty lines or not.
constexpr ByteSet kAfterMethod = bytes::kTokens | ByteSet::one_of(" /");
constexpr ByteSet kEmptyLine = ByteSet::one_of("\r\n");
constexpr std::array kStart{bytes::kLetters | kEmptyLine, kAfterMethod | kEmptyLine};

// What the bytes at the beginning of `Payload::bytes` are.
enum Mode : std::uint8_t { kFirstMessage = 0, kLaterMessage, kChunk, kTrailers, kBehindInterim };

constexpr std::size_t kMostMethod = 32;
constexpr std::size_t kMostEmptyLines = 4;
constexpr std::size_t kMostFields = 256;  // a server takes 100 as a rule
constexpr std::size_t kMostChunkLine = 1024;
// Half the sequence space of TCP: nobody follows a body beyond it.
constexpr std::uint64_t kFarthest = 0x7fff'ffff;

// RFC 9110, 5.6.2.
constexpr bool is_token(char c) noexcept {
  return is_letter(c) || is_digit(c) ||
         std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}

// ---- The first line ---------------------------------------------------------------------------

struct StartLine {
  bool response = false;
  unsigned status = 0;
  std::string_view method;
};

// Decides on a few bytes whether a message can begin like this, so that other protocols are let go
// at once: as much of "HTTP/1." or "ICY " as is there, or a method and a space.
constexpr bool may_begin(std::string_view text) noexcept {
  if (text.empty() || !is_letter(text[0])) return false;
  for (const std::string_view start : {std::string_view{"HTTP/1."}, std::string_view{"ICY "}}) {
    if (text.substr(0, start.size()) == start.substr(0, text.size())) return true;
  }
  const std::string_view most = text.substr(0, kMostMethod + 1);
  const auto end = std::ranges::find_if_not(most, is_token);
  return end == most.end() ? text.size() <= kMostMethod : *end == ' ';
}

constexpr bool is_version(std::string_view text) noexcept {
  return text.size() == 8 && text.starts_with("HTTP/1.") && is_digit(text[7]);
}

// RFC 9112, 4: version, space, three digits, and a reason that may be missing. A server that writes
// something else in the place of the digits is one all the same.
constexpr bool read_status_line(std::string_view line, StartLine& start) noexcept {
  const std::size_t space = line.find(' ');
  if (space == line.npos) return false;
  const std::string_view version = line.substr(0, space);
  if (!is_version(version) && version != "ICY") return false;
  start.response = true;
  const std::string_view code = trimmed(line.substr(space)).substr(0, 3);
  if (code.size() != 3 || !std::ranges::all_of(code, is_digit)) return version != "ICY";
  for (const char c : code) start.status = start.status * 10 + unsigned(c - '0');
  return true;
}

// RFC 9112, 3. The target is not looked at, and may hold spaces though it should not (3.2).
constexpr bool read_request_line(std::string_view line, StartLine& start) noexcept {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == line.npos || first == last) return false;
  start.method = line.substr(0, first);
  return is_version(line.substr(last + 1));
}

constexpr bool read_start_line(std::string_view line, StartLine& start) noexcept {
  line = trimmed(line);
  return read_status_line(line, start) || read_request_line(line, start);
}

// ---- Field lines ------------------------------------------------------------------------------

// Lines up to an empty one: a header or trailer section.
struct Section {
  enum class State : std::uint8_t { complete, open, endless };
  State state;
  std::size_t size;  // of its complete lines, the empty one included
};

// Calls see(line) with each field, the lines that continue it included (RFC 9112, 5.2).
template <class See>
Section each_field(std::string_view text, See&& see) noexcept {
  std::size_t at = 0;
  for (std::size_t lines = 0; lines <= kMostFields; ++lines) {
    std::size_t end = text.find('\n', at);
    if (end == text.npos) return {Section::State::open, at};
    const bool empty = end == at || (end == at + 1 && text[at] == '\r');
    if (empty) return {Section::State::complete, end + 1};
    for (; end + 1 < text.size() && is_blank(text[end + 1]) && lines < kMostFields; ++lines) {
      const std::size_t more = text.find('\n', end + 1);
      if (more == text.npos) break;
      end = more;
    }
    see(text.substr(at, end - at));
    at = end + 1;
  }
  return {Section::State::endless, at};
}

// Nothing when there is no colon.
HeaderField field_of(std::string_view line) noexcept {
  const std::size_t colon = line.find(':');
  if (colon == line.npos) return {};
  return {trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1))};
}

// ---- How long the body is ---------------------------------------------------------------------

// What the fields say about it (RFC 9112, 6).
struct Framing {
  bool coded = false;    // there is a Transfer-Encoding
  bool chunked = false;  // and it ends in chunked
  bool counted = false;  // there is a Content-Length
  bool broken = false;   // which is no number, or two
  bool typed = false;    // there is a Content-Type, so there is content
  bool packed = false;   // there is a Content-Encoding, so it cannot be read
  bool framed = false;   // what follows 101 are the frames of a WebSocket
  http_body::Kind content = http_body::Kind::other;
  std::uint64_t length = 0;
};

// Stops counting where nobody follows.
constexpr std::uint64_t shifted_in(std::uint64_t number, unsigned base, unsigned digit) noexcept {
  return std::min(number * base + digit, kFarthest + 1);
}

void read_length(std::string_view value, Framing& framing) noexcept {
  std::uint64_t length = 0;
  for (const char c : value) length = shifted_in(length, 10, unsigned(c - '0'));
  const bool number = !value.empty() && std::ranges::all_of(value, is_digit);
  framing.broken |= !number || (framing.counted && length != framing.length);
  framing.counted = true;
  framing.length = length;
}

void read_coding(std::string_view value, Framing& framing) noexcept {
  framing.coded = true;
  const std::size_t comma = value.rfind(',');
  framing.chunked = same_word(trimmed(value.substr(comma + 1)), "chunked");
}

Reading next(std::uint64_t skip, Mode mode) noexcept {
  if (skip > kFarthest) return Reading::done();
  return Reading::next(static_cast<std::uint32_t>(skip), mode);
}

// The server's answer to CONNECT, as far as it can be told without the request: success, and
// nothing that describes a body.
bool opens_tunnel(const StartLine& start, const Framing& framing) noexcept {
  return start.status / 100 == 2 && !framing.coded && !framing.counted && !framing.typed;
}

// Where the message after this one begins: RFC 9112, 6.3. Behind an interim response (RFC 9110,
// 15.2) the one that counts is still to come.
Reading after(const StartLine& start, const Framing& framing, bool leads,
              std::size_t size) noexcept {
  if (start.response) {
    // RFC 9110, 15.2.2: another protocol follows.
    if (start.status == 101) {
      return framing.framed ? Reading::done() : Reading::switched(static_cast<std::uint32_t>(size));
    }
    if (start.status / 100 == 1) return next(size, leads ? kBehindInterim : kLaterMessage);
    if (start.status == 204 || start.status == 304) return next(size, kLaterMessage);
    if (opens_tunnel(start, framing)) return Reading::switched(static_cast<std::uint32_t>(size));
  } else if (start.method == "CONNECT") {
    return Reading::switched(static_cast<std::uint32_t>(size));  // RFC 9110, 9.3.6: a tunnel
  }
  if (framing.coded) return framing.chunked ? next(size, kChunk) : Reading::done();
  if (framing.broken) return Reading::done();
  if (framing.counted) return next(size + framing.length, kLaterMessage);
  return start.response ? Reading::done() : next(size, kLaterMessage);
}

// ---- Chunks and trailers ----------------------------------------------------------------------

// RFC 9112, 7.1: hexadecimal, then perhaps extensions. False when it is no number.
bool read_chunk_size(std::string_view line, std::uint64_t& size) noexcept {
  size = 0;
  std::size_t digits = 0;
  for (const char c : line) {
    const bool letter = lower(c) >= 'a' && lower(c) <= 'f';
    if (!is_digit(c) && !letter) return digits > 0 && (is_blank(c) || c == ';' || c == '\r');
    size = shifted_in(size, 16, is_digit(c) ? unsigned(c - '0') : unsigned(lower(c) - 'a') + 10);
    ++digits;
  }
  return digits > 0;
}

Reading read_chunks(const Payload& payload) noexcept {
  const std::string_view text = as_text(payload.bytes);
  std::uint64_t at = 0;
  while (at < text.size()) {
    const std::size_t line_end = text.find('\n', at);
    if (line_end == text.npos) break;
    std::uint64_t size;
    if (!read_chunk_size(text.substr(at, line_end - at), size)) return Reading::done();
    at = line_end + 1;
    if (size == 0) return next(at, kTrailers);
    at += size + 2;  // the data ends in CRLF
  }
  if (at > 0) return next(at, kChunk);
  if (payload.final || text.size() > kMostChunkLine) return Reading::done();
  return wait_for_more(payload);
}

// RFC 9112, 7.1.2: fields after the last chunk, none as a rule, and the empty line.
Reading read_trailers(const Payload& payload) noexcept {
  const Section section = each_field(as_text(payload.bytes), [](std::string_view) {});
  if (section.state == Section::State::complete) return next(section.size, kLaterMessage);
  if (section.state == Section::State::endless || payload.final) return Reading::done();
  return wait_for_more(payload);
}

// ---- Bodies that are read ---------------------------------------------------------------------

// Puts the data of chunks together, as far as they are there and fit. True when no more of them is
// to be had.
bool unchunk(std::string_view text, Line<http_body::kMost>& whole) noexcept {
  while (!text.empty() && whole.view().size() < http_body::kMost) {
    const std::size_t line_end = text.find('\n');
    if (line_end == text.npos) return text.size() > kMostChunkLine;
    std::uint64_t size;
    if (!read_chunk_size(text.substr(0, line_end), size) || size == 0) return true;
    text.remove_prefix(line_end + 1);
    whole.add(text.substr(0, size));
    text.remove_prefix(std::min<std::uint64_t>(text.size(), size + 2));
  }
  return whole.view().size() == http_body::kMost;
}

// False when more of it is needed.
bool read_body(const Payload& payload, std::size_t at, const Framing& framing,
               Findings& findings) noexcept {
  if (framing.packed || framing.broken) return true;
  const std::string_view there = as_text(payload.bytes).substr(at);
  if (framing.chunked) {
    Line<http_body::kMost> whole;
    const bool all = unchunk(there, whole) || payload.final;
    return http_body::read({framing.content, whole.view(), all, Lifetime::call}, findings);
  }
  std::uint64_t most = http_body::kMost;
  if (framing.counted && !framing.coded) most = std::min(most, framing.length);
  const std::string_view bytes = there.substr(0, most);
  const bool all = bytes.size() == most || payload.final;
  return http_body::read({framing.content, bytes, all, Lifetime::packet}, findings);
}

// ---- Messages ---------------------------------------------------------------------------------

void read_framing(Role role, std::string_view value, Framing& framing) noexcept {
  switch (role) {
    case Role::length: return read_length(value, framing);
    case Role::coding: return read_coding(value, framing);
    case Role::type:
      framing.typed = true;
      framing.content = http_body::kind_of(value);
      return;
    case Role::content_coding: framing.packed = !same_word(value, "identity"); return;
    case Role::upgrade: framing.framed = same_word(value, "websocket"); return;
    default: return;
  }
}

// What begins as HTTP/2 where a message should begin, after "Upgrade: h2c" (RFC 7540, 3.2).
bool is_preface(std::string_view line) noexcept { return trimmed(line) == "PRI * HTTP/2.0"; }

// The message that begins at `begin`, behind empty lines.
Reading read_message_at(std::size_t begin, const Payload& payload, Findings& findings) noexcept {
  const bool first = payload.mode == kFirstMessage;
  const bool leads = first || payload.mode == kBehindInterim;
  const Reading foreign = first ? Reading::not_mine() : Reading::done();
  const std::string_view text = as_text(payload.bytes);
  const std::size_t line_end = text.find('\n', begin);
  if (line_end == text.npos) return payload.final ? foreign : wait_for_more(payload);
  const std::string_view line = text.substr(begin, line_end - begin);
  StartLine start;
  if (!read_start_line(line, start)) {
    if (first || !is_preface(line)) return foreign;
    return Reading::switched(static_cast<std::uint32_t>(begin));
  }
  Head head{start.response ? Side::response : Side::request, leads, Lifetime::packet, findings};
  Framing framing;
  const Section section = each_field(text.substr(line_end + 1), [&](std::string_view field_line) {
    const HeaderField field = field_of(field_line);
    read_framing(head.take(field), field.value, framing);
  });
  if (section.state == Section::State::open && !payload.final) return wait_for_more(payload);
  if (section.state != Section::State::complete) return Reading::done();
  const std::size_t size = line_end + 1 + section.size;
  const bool describes = start.status == 200 && framing.content != http_body::Kind::other;
  if (describes && !read_body(payload, size, framing, findings)) return wait_for_more(payload);
  head.finish();
  judge_method(start.method, findings);
  return after(start, framing, leads, size);
}

Reading read_message(const Payload& payload, Findings& findings) noexcept {
  const Reading foreign = payload.mode == kFirstMessage ? Reading::not_mine() : Reading::done();
  const std::string_view text = as_text(payload.bytes);
  // RFC 9112, 2.2: some clients send an empty line after a body.
  const std::size_t begin = std::min(text.find_first_not_of("\r\n"), text.size());
  if (begin > 2 * kMostEmptyLines) return foreign;
  if (begin == text.size()) return payload.final ? foreign : wait_for_more(payload);
  if (!may_begin(text.substr(begin))) return foreign;
  return read_message_at(begin, payload, findings);
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  switch (payload.mode) {
    case kChunk: return read_chunks(payload);
    case kTrailers: return read_trailers(payload);
    default: return read_message(payload, findings);
  }
}

}  // namespace

extern constinit const Protocol http{"http", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
