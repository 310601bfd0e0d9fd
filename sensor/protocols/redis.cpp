// Redis (RESP), both sides: the library that a client names (CLIENT SETINFO), and the version and
// the system of a server (INFO, HELLO).
//
// Keys, values and passwords are never read: reading ends at the first command that is about them.
#include <array>

#include "base/letters.hpp"
#include "protocols/dialogue.hpp"
#include "protocols/key_values.hpp"
#include "protocols/preamble.hpp"
#include "protocols/text_headers.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 2> kPorts{6379, 6380};
// An array, a map, a text with its length, or a short answer.
constexpr std::array kStart{ByteSet::one_of("*%$+-"), bytes::kDigits | ByteSet::one_of("OPEN"),
                            bytes::kDigits | ByteSet::one_of("\rKOR"),
                            bytes::kDigits | ByteSet::one_of("\r\n$ANR")};

enum Mode : std::uint8_t { kFirst = 0, kMostMessages = 24 };

constexpr std::size_t kMostWords = 32, kMostInfo = 6144;

// A text behind its length, or a simple one. `whole` is false when more must come.
struct Text {
  std::string_view text;
  bool whole = false;
  bool sound = true;
};

// Takes a number behind `mark` and its line off.
bool take_number(std::string_view& bytes, std::size_t& number, bool& sound) noexcept {
  constexpr std::size_t kMostDigits = 6;
  const std::size_t end = bytes.find("\r\n");
  const std::string_view digits = bytes.substr(1, end == bytes.npos ? end : end - 1);
  sound = digits.size() <= kMostDigits + 1 &&
          (end == bytes.npos || (!digits.empty() && digits.size() <= kMostDigits &&
                                 std::ranges::all_of(digits, is_digit)));
  if (end == bytes.npos || !sound) return false;
  number = headers::length_in(digits);
  bytes.remove_prefix(end + 2);
  return true;
}

Text take_text(std::string_view& bytes) noexcept {
  if (bytes.empty()) return {};
  if (bytes[0] == '+' || bytes[0] == ':') {
    const std::size_t end = bytes.find("\r\n");
    if (end == bytes.npos) return {};
    const std::string_view text = bytes.substr(1, end - 1);
    bytes.remove_prefix(end + 2);
    return {text, true};
  }
  if (bytes[0] != '$') return {{}, false, false};
  Text taken;
  std::size_t size = 0;
  std::string_view rest = bytes;
  if (!take_number(rest, size, taken.sound)) return taken;
  if (rest.size() < size + 2) return taken;
  taken.text = rest.substr(0, size);
  taken.whole = true;
  bytes = rest.substr(size + 2);
  return taken;
}

std::string_view value_in(std::string_view info, std::string_view key) noexcept {
  const std::size_t found = info.find(key);
  if (found == info.npos) return {};
  const std::string_view value = info.substr(found + key.size());
  const std::size_t end = value.find('\r');
  return end == value.npos ? std::string_view{} : value.substr(0, end);
}

// The answer to INFO: sections of "name:value". Only its first section is of interest.
Reading read_info(const Payload& payload, Findings& findings) noexcept {
  const Reading foreign = payload.mode == kFirst ? Reading::not_mine() : Reading::done();
  std::string_view bytes = as_text(payload.bytes).substr(0, kMostInfo);
  std::size_t size = 0;
  bool sound = true;
  const bool has_size = take_number(bytes, size, sound);
  if (!sound) return foreign;
  if (!has_size) return payload.final ? foreign : wait_for_more(payload);
  constexpr std::string_view kServer = "# Server\r\n";
  if (!kServer.starts_with(bytes.substr(0, kServer.size()))) return foreign;
  const std::string_view version = value_in(bytes, "\nredis_version:");
  const std::string_view system = value_in(bytes, "\nos:");
  const bool enough = !version.empty() && !system.empty();
  const bool ended = bytes.size() >= std::min(size, kMostInfo - 16) || payload.final;
  if (!enough && !ended) return wait_for_more(payload);
  if (!version.empty()) findings.add(Field::redis_version, version);
  if (!system.empty()) findings.add(Field::redis_os, system);
  return Reading::done();
}

// What a client tells of itself, or asks.
Reading judge_command(const Payload& payload, const std::array<std::string_view, 4>& words,
                      std::size_t size, Findings& findings) noexcept {
  using dialogue::is_one_of;
  constexpr std::uint8_t kLast = kMostMessages;
  const Reading next = payload.mode == kLast
                           ? Reading::done()
                           : Reading::next(static_cast<std::uint32_t>(size),
                                           static_cast<std::uint8_t>(payload.mode + 1));
  if (is_one_of(words[0], {"client"}) && is_one_of(words[1], {"setinfo"})) {
    KeyValues<128> pair;
    if (is_one_of(words[2], {"lib-name", "lib-ver"})) pair.add(words[2], words[3]);
    if (!pair.empty()) findings.add_composed(Field::redis_client, pair.view());
    return next;
  }
  return is_one_of(words[0], {"auth", "client", "command", "hello", "info", "ping", "select"})
             ? next
             : Reading::done();
}

// The answer to HELLO: names and values, "version" among them.
void note_version(const std::array<std::string_view, 4>& words, Findings& findings) noexcept {
  if (words[0] == "server" && words[1] == "redis" && words[2] == "version") {
    findings.add(Field::redis_version, words[3]);
  }
}

// An array or a map, of which the first four texts are read.
Reading read_list(const Payload& payload, bool map, Findings& findings) noexcept {
  const Reading foreign = payload.mode == kFirst ? Reading::not_mine() : Reading::done();
  const std::string_view all = as_text(payload.bytes);
  std::string_view bytes = all;
  std::size_t count = 0;
  bool sound = true;
  const bool has_count = take_number(bytes, count, sound);
  if (!sound || (has_count && (count == 0 || count > kMostWords))) return foreign;
  if (!has_count) return payload.final ? foreign : wait_for_more(payload);
  const bool told = map || count >= 8;  // no command that is of interest is so long
  std::array<std::string_view, 4> words{};
  const std::size_t most = told ? words.size() : count;
  for (std::size_t i = 0; i < most; ++i) {
    const Text text = take_text(bytes);
    if (!text.sound || (i == 0 && text.whole && !text.text.empty() && text.text[0] < 'A')) {
      return foreign;
    }
    if (!text.whole) return payload.final ? foreign : wait_for_more(payload);
    if (i < words.size()) words[i] = text.text;
  }
  if (told) {
    note_version(words, findings);
    return findings.all().empty() && payload.mode == kFirst ? Reading::not_mine() : Reading::done();
  }
  return judge_command(payload, words, all.size() - bytes.size(), findings);
}

// "+OK", "-NOAUTH ...": answers before one that tells something.
Reading read_answer(const Payload& payload) noexcept {
  const std::string_view text = as_text(payload.bytes).substr(0, 256);
  const std::size_t end = text.find("\r\n");
  const bool known = text.starts_with("+OK\r\n") || text.starts_with("+PONG\r\n") ||
                     text.starts_with("-NOAUTH ") || text.starts_with("-ERR ");
  if (end == text.npos) {
    return text.size() < 256 && !payload.final ? wait_for_more(payload) : Reading::not_mine();
  }
  if (!known || payload.mode == kMostMessages || (payload.guessed && payload.mode == kFirst)) {
    return payload.mode == kFirst ? Reading::not_mine() : Reading::done();
  }
  return Reading::next(static_cast<std::uint32_t>(end + 2),
                       static_cast<std::uint8_t>(payload.mode + 1));
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  if (payload.bytes.empty()) return wait_for_more(payload);
  switch (as_text(payload.bytes)[0]) {
    case '*': return read_list(payload, false, findings);
    case '%': return read_list(payload, true, findings);
    case '$': return read_info(payload, findings);
    case '+':
    case '-': return read_answer(payload);
    default: return payload.mode == kFirst ? Reading::not_mine() : Reading::done();
  }
}

}  // namespace

extern constinit const Protocol redis{"redis", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
