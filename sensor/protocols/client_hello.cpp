#include "protocols/client_hello.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/cursor.hpp"
#include "base/digest.hpp"
#include "protocols/hello.hpp"
#include "protocols/line.hpp"
#include "protocols/quic_number.hpp"

namespace tapcensus {
namespace {

// Room for the numbers of the largest hello: two bytes of it become at most six characters, those
// of the point formats (255 at most) one byte four.
using FingerprintText = Line<3 * kMostHello + 1024>;
constexpr std::size_t kMostNumbers = kMostHello / 2;

// Views into the message; the lists of 16-bit numbers are as on the wire.
struct Hello {
  std::uint16_t legacy_version = 0;
  ByteView ciphers;
  ByteView extensions;  // all of them, as far as they are there
  ByteView groups;
  ByteView point_formats;
  ByteView signatures;
  ByteView versions;
  ByteView alpn;
  ByteView server_name;
  ByteView ech;
  ByteView quic_parameters;
  bool has_server_name = false;
  bool whole = false;
};

// RFC 8701: values that clients make up so that servers learn to ignore the unknown.
constexpr bool is_grease(std::uint16_t value) noexcept {
  return (value & 0x0f0f) == 0x0a0a && value >> 8 == (value & 0xff);
}

// Calls use(number) for each 16-bit number that is not GREASE.
template <class Use>
void for_each_number(ByteView list, Use&& use) noexcept {
  for (Cursor in{list}; in.left() >= 2;) {
    const std::uint16_t number = in.be16();
    if (!is_grease(number)) use(number);
  }
}

// RFC 6066, 3: the first host name.
ByteView host_name(ByteView data) noexcept {
  for (Cursor in{list16(data)}; !in.at_end();) {
    const std::uint8_t type = in.u8();
    const ByteView name = in.take(in.be16());
    if (type == 0) return name;
  }
  return {};
}

void keep_extension(std::uint16_t type, ByteView data, Hello& hello) noexcept {
  switch (type) {
    case kServerName:
      hello.has_server_name = true;
      hello.server_name = host_name(data);
      break;
    case kGroups: hello.groups = list16(data); break;
    case kPointFormats: hello.point_formats = list8(data); break;
    case kSignatures: hello.signatures = list16(data); break;
    case kAlpn: hello.alpn = list16(data); break;
    case kVersions: hello.versions = list8(data); break;
    case kEch: hello.ech = data; break;
    case kQuicParameters:
    case kQuicParametersOfDrafts: hello.quic_parameters = data; break;
    default: break;
  }
}

// RFC 8446, 4.1.2; RFC 6347, 4.2.1. False when the part before the extensions is not that of a
// hello.
bool read_hello(ByteView bytes, HelloCarrier carrier, Hello& hello) noexcept {
  Cursor in{bytes};
  hello.legacy_version = in.be16();
  in.skip(32);  // random
  const std::size_t session = in.u8();
  in.skip(session);
  if (carrier == HelloCarrier::dtls) in.skip(in.u8());  // cookie
  const std::size_t ciphers = in.be16();
  hello.ciphers = in.take(ciphers);
  const std::size_t compressions = in.u8();
  in.skip(compressions);
  const bool right_kind = is_dtls(hello.legacy_version) == (carrier == HelloCarrier::dtls);
  if (!in.ok() || !right_kind || session > 32 || ciphers % 2 != 0 || compressions == 0)
    return false;
  if (in.at_end()) {  // before TLS 1.2 there need not be extensions
    hello.whole = true;
    return true;
  }
  const std::size_t length = in.be16();
  const bool all_there = in.ok() && length <= in.left();
  hello.extensions = in.take(std::min(length, in.left()));
  const bool all_whole = for_each_extension(
      hello.extensions,
      [&hello](std::uint16_t type, ByteView data) { keep_extension(type, data, hello); });
  hello.whole = all_there && all_whole;
  return true;
}

// The highest that is offered; versions of DTLS count downwards.
std::uint16_t version_of(const Hello& hello) noexcept {
  const bool downwards = is_dtls(hello.legacy_version);
  std::uint16_t highest = 0;
  for_each_number(hello.versions, [&](std::uint16_t version) {
    const bool higher = downwards ? version < highest : version > highest;
    if (is_dtls(version) == downwards && (highest == 0 || higher)) highest = version;
  });
  return highest != 0 ? highest : hello.legacy_version;
}

// JA3: version, ciphers, extensions, groups and point formats, in decimal and in wire order,
// without GREASE; the MD5 of it. github.com/salesforce/ja3
void add_ja3(const Hello& hello, FingerprintText& text, Findings& findings) noexcept {
  bool first = true;
  const auto add = [&](std::uint16_t number) {
    text.separate('-', first);
    text.add_decimal(number);
  };
  const auto begin_list = [&] {
    text.add(',');
    first = true;
  };
  text.clear();
  text.add_decimal(hello.legacy_version);
  begin_list();
  for_each_number(hello.ciphers, add);
  begin_list();
  for_each_extension(hello.extensions, [&](std::uint16_t type, ByteView) {
    if (!is_grease(type)) add(type);
  });
  begin_list();
  for_each_number(hello.groups, add);
  begin_list();
  for (const std::byte format : hello.point_formats) add(std::to_integer<std::uint8_t>(format));
  if (!text.whole()) return;
  const auto digest = md5_hex(text.view());
  findings.add_composed(Field::tls_ja3, {digest.data(), digest.size()});
}

// The first value that is not GREASE.
ByteView first_alpn(ByteView list) noexcept {
  for (Cursor in{list}; !in.at_end();) {
    const ByteView value = in.take(in.u8());
    if (value.size() != 2 || !is_grease(Cursor{value}.be16())) return value;
  }
  return {};
}

constexpr bool is_alphanumeric(unsigned c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// The two characters that stand for the ALPN: its first and last. When one of them is not ASCII, a
// 9 stands in its place: so do FoxIO's own programs and the vectors published with them, although
// the text of the specification would have the hexadecimal form here, too. When one of them is
// ASCII but not alphanumeric, the first and last of the hexadecimal form.
std::array<char, 2> ja4_alpn(ByteView list) noexcept {
  const ByteView value = first_alpn(list);
  if (value.empty()) return {'0', '0'};
  const auto first = std::to_integer<unsigned>(value.front());
  const auto last = std::to_integer<unsigned>(value.back());
  if (is_alphanumeric(first) && is_alphanumeric(last)) {
    return {static_cast<char>(first), static_cast<char>(last)};
  }
  if (first > 0x7f || last > 0x7f) {
    return {first > 0x7f ? '9' : static_cast<char>(first),
            last > 0x7f ? '9' : static_cast<char>(last)};
  }
  return {FingerprintText::digit(first >> 4), FingerprintText::digit(last)};
}

// Numbers to be sorted; there are never more than half of the bytes of a hello.
class Numbers {
 public:
  void add(std::uint16_t number) noexcept {
    if (size_ < numbers_.size()) numbers_[size_++] = number;
  }
  std::span<const std::uint16_t> sorted() noexcept {
    std::sort(numbers_.begin(), numbers_.begin() + static_cast<std::ptrdiff_t>(size_));
    return {numbers_.data(), size_};
  }
  void clear() noexcept { size_ = 0; }

 private:
  std::array<std::uint16_t, kMostNumbers> numbers_;
  std::size_t size_ = 0;
};

using Ja4 = Line<36>;

void add_count(std::size_t count, Ja4& ja4) noexcept {
  const auto shown = static_cast<unsigned>(std::min<std::size_t>(count, 99));
  ja4.add(static_cast<char>('0' + shown / 10));
  ja4.add(static_cast<char>('0' + shown % 10));
}

void add_hash(std::string_view text, Ja4& ja4) noexcept {
  ja4.add('_');
  if (text.empty()) return ja4.add("000000000000");
  const auto digest = sha256_hex(text);
  ja4.add({digest.data(), 12});
}

// JA4, technical_details/JA4.md of github.com/FoxIO-LLC/ja4 (BSD 3-clause).
void add_ja4(const Hello& hello, HelloCarrier carrier, FingerprintText& text,
             Findings& findings) noexcept {
  std::size_t ciphers = 0, extensions = 0;
  for_each_number(hello.ciphers, [&](std::uint16_t) { ++ciphers; });
  for_each_extension(hello.extensions, [&](std::uint16_t type, ByteView) {
    if (!is_grease(type)) ++extensions;
  });
  Ja4 ja4;
  ja4.add(static_cast<char>(carrier));
  ja4.add(name_of_version(version_of(hello)).ja4);
  ja4.add(hello.has_server_name ? 'd' : 'i');
  add_count(ciphers, ja4);
  add_count(extensions, ja4);
  const auto alpn = ja4_alpn(hello.alpn);
  ja4.add({alpn.data(), alpn.size()});

  Numbers numbers;
  bool first = true;
  const auto add = [&](std::uint16_t number) {
    text.separate(',', first);
    text.add_hex(number);
  };
  text.clear();
  for_each_number(hello.ciphers, [&](std::uint16_t cipher) { numbers.add(cipher); });
  for (const std::uint16_t cipher : numbers.sorted()) add(cipher);
  add_hash(text.view(), ja4);

  numbers.clear();
  text.clear();
  first = true;
  for_each_extension(hello.extensions, [&](std::uint16_t type, ByteView) {
    if (!is_grease(type) && type != kServerName && type != kAlpn) numbers.add(type);
  });
  for (const std::uint16_t type : numbers.sorted()) add(type);
  if (!text.empty()) {
    first = true;
    for_each_number(hello.signatures, [&](std::uint16_t algorithm) {
      if (first) text.add('_');
      add(algorithm);
    });
  }
  add_hash(text.view(), ja4);
  if (text.whole()) findings.add_composed(Field::tls_ja4, ja4.view());
}

// Chrome, until 2021, told what it is in a transport parameter of its own (RFC 9000, 18).
void add_quic_user_agent(const Hello& hello, Lifetime lifetime, Findings& findings) noexcept {
  constexpr std::uint64_t kUserAgent = 0x3129;
  for (Cursor in{hello.quic_parameters}; !in.at_end();) {
    const std::uint64_t id = quic_number(in);
    const ByteView value = in.take(static_cast<std::size_t>(quic_number(in)));
    if (id != kUserAgent || value.empty()) continue;
    return add(Field::quic_user_agent, as_text(value), lifetime, findings);
  }
}

// What Encrypted ClientHello lets a passive reader know (RFC 9849). Clients without a key of the
// server send GREASE of the same form, with random content (6.2), so that nobody can tell:
//   inner      what a front-end passed on to the server behind it, in clear
//   encrypted  surely used: only after a HelloRetryRequest that accepts it the key is left out
//              (6.1.5)
//   grease     surely not: without the public name that an outer hello must have (6.1), without
//              room for a tag, or not padded to 32 bytes as 6.1.3 has it, and BoringSSL, NSS,
//              OpenSSL, Go and rustls do
//   outer      one or the other: Chrome, too, pads its GREASE
std::string_view ech_of(const Hello& hello) noexcept {
  enum Type : std::uint8_t { kOuter = 0, kInner = 1 };
  constexpr std::size_t kSuiteAndConfig = 5, kTag = 16, kPadding = 32;
  Cursor in{hello.ech};
  const std::uint8_t type = in.u8();
  if (type == kInner && in.ok() && in.at_end()) return "inner";
  in.skip(kSuiteAndConfig);
  const ByteView key = in.take(in.be16());
  const ByteView payload = in.take(in.be16());
  if (!in.ok() || !in.at_end() || type != kOuter) return {};
  if (hello.server_name.empty() || payload.size() <= kTag) return "grease";
  if (key.empty()) return "encrypted";
  return (payload.size() - kTag) % kPadding == 0 ? "outer" : "grease";
}

// All values, with commas between them: never longer than the list on the wire.
void add_alpn(const Hello& hello, FingerprintText& text, Findings& findings) noexcept {
  bool first = true;
  text.clear();
  for (Cursor in{hello.alpn}; !in.at_end();) {
    const ByteView value = in.take(in.u8());
    if (!in.ok()) break;
    text.separate(',', first);
    text.add(as_text(value));
  }
  if (!text.empty()) findings.add_composed(Field::tls_alpn, text.view());
}

}  // namespace

bool read_client_hello(ByteView bytes, HelloCarrier carrier, Lifetime lifetime,
                       Findings& findings) noexcept {
  Hello hello;
  if (bytes.size() > kMostHello || !read_hello(bytes, carrier, hello)) return false;
  FingerprintText text;
  if (hello.whole) {
    const std::string_view version = name_of_version(version_of(hello)).name;
    if (!version.empty()) findings.add(Field::tls_version, version);
    add_ja3(hello, text, findings);
    add_ja4(hello, carrier, text, findings);
    if (const std::string_view ech = ech_of(hello); !ech.empty()) findings.add(Field::tls_ech, ech);
  }
  if (!hello.server_name.empty()) {
    add(Field::tls_sni, as_text(hello.server_name), lifetime, findings);
  }
  add_alpn(hello, text, findings);
  if (carrier == HelloCarrier::quic) add_quic_user_agent(hello, lifetime, findings);
  return true;
}

}  // namespace tapcensus
