#include "protocols/server_hello.hpp"

#include <algorithm>
#include <string_view>

#include "base/cursor.hpp"
#include "base/digest.hpp"
#include "protocols/cipher_names.hpp"
#include "protocols/hello.hpp"
#include "protocols/line.hpp"

namespace tapcensus {
namespace {

// The random of a HelloRetryRequest (RFC 8446, 4.1.3): SHA-256 of "HelloRetryRequest".
constexpr std::string_view kRetryRandom{
    "\xcf\x21\xad\x74\xe5\x9a\x61\x11\xbe\x1d\x8c\x02\x1e\x65\xb8\x91"
    "\xc2\xa2\x11\x16\x7a\xbb\x8c\x5e\x07\x9e\x09\xe2\xc8\xa8\x33\x9c",
    32};

bool is_version(std::uint16_t version) noexcept {
  return (version >= 0x0300 && version <= kTls13) || is_tls13_draft(version) || is_dtls(version);
}

// Drafts of TLS 1.3 before the 22nd had their version here, and neither session nor compression.
bool has_session(const ServerHello& hello) noexcept {
  return hello.legacy_version < kTls13 || is_dtls(hello.legacy_version);
}

void keep_extension(std::uint16_t type, ByteView data, ServerHello& hello) noexcept {
  if (type == kVersions && data.size() == 2) hello.version = Cursor{data}.be16();
  if (type == kAlpn) hello.alpn = list8(list16(data));  // one name only (RFC 7301, 3.1)
}

// The version as people write it: a draft of 1.3 with its number.
void add_version(std::uint16_t version, Findings& findings) noexcept {
  const std::string_view name = name_of_version(version).name;
  if (!name.empty()) return findings.add(Field::tls_server_version, name);
  if (!is_tls13_draft(version)) return;
  Line<16> text;
  text.add("1.3 draft ");
  text.add_decimal(version & 0xff);
  findings.add_composed(Field::tls_server_version, text.view());
}

// The name of the cipher suite; of one that has none, its number.
void add_cipher(std::uint16_t cipher, Findings& findings) noexcept {
  const std::string_view name = name_of_cipher(cipher);
  if (!name.empty()) return findings.add(Field::tls_server_cipher, name);
  Line<6> text;
  text.add("0x");
  text.add_hex(cipher);
  findings.add_composed(Field::tls_server_cipher, text.view());
}

// JA3S: version, cipher and extensions, in decimal and in wire order; the MD5 of it.
// github.com/salesforce/ja3
void add_ja3s(const ServerHello& hello, Findings& findings) noexcept {
  Line<2 * kMostServerHello> text;
  text.add_decimal(hello.legacy_version);
  text.add(',');
  text.add_decimal(hello.cipher);
  text.add(',');
  bool first = true;
  for_each_extension(hello.extensions, [&](std::uint16_t type, ByteView) {
    text.separate('-', first);
    text.add_decimal(type);
  });
  const auto digest = md5_hex(text.view());
  findings.add_composed(Field::tls_ja3s, {digest.data(), digest.size()});
}

}  // namespace

bool ServerHello::encrypts_the_rest() const noexcept {
  return version == kTls13 || is_tls13_draft(version);
}

// RFC 8446, 4.1.3; RFC 5246, 7.4.1.3.
bool read_server_hello(ByteView body, ServerHello& hello) noexcept {
  if (body.size() > kMostServerHello) return false;
  Cursor in{body};
  hello.version = hello.legacy_version = in.be16();
  hello.retry = as_text(in.take(kRetryRandom.size())) == kRetryRandom;
  if (has_session(hello)) {
    const std::size_t session = in.u8();
    if (session > 32) return false;
    in.skip(session);
  }
  hello.cipher = in.be16();
  if (has_session(hello)) in.skip(1);  // compression
  if (!in.ok() || !is_version(hello.legacy_version)) return false;
  if (in.at_end()) return true;  // before TLS 1.3 there need not be extensions
  hello.extensions = in.take(in.be16());
  return in.ok() && in.at_end() &&
         for_each_extension(hello.extensions, [&hello](std::uint16_t type, ByteView data) {
           keep_extension(type, data, hello);
         });
}

void tell(const ServerHello& hello, Lifetime lifetime, Findings& findings) noexcept {
  add_version(hello.version, findings);
  add_cipher(hello.cipher, findings);
  add_ja3s(hello, findings);
  if (!hello.alpn.empty()) {
    add(Field::tls_server_alpn, as_text(hello.alpn), lifetime, findings);
  }
}

}  // namespace tapcensus
