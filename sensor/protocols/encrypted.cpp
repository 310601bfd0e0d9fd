// Streams that are cipher text from their first byte on, as Shadowsocks, VMess, obfs4 and the like
// make them: nothing in them is anybody's, and that is what shows.
//
// Wu et al., "How the Great Firewall of China Detects and Blocks Fully Encrypted Traffic" (USENIX
// Security 2023), give the tests (Ex1 to Ex5), and 0.6 % of a university's connections as what they
// hit by mistake. They look at the first segment; here it is the first 128 bytes however they were
// cut, or all where the sender ends before, and a test more counts how many different bytes there
// are. What is left in error is what is random and has no form that is known: files that were
// compressed in a way that is not listed, and encryption of applications' own. False alarms per
// protocol are in tests/protocols/encrypted_test.cpp.
#include <algorithm>
#include <array>
#include <string_view>

#include "protocols/obfuscation.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

using namespace std::string_view_literals;

// Fewer bytes than this are not judged: the shortest first message of Shadowsocks has more.
constexpr std::size_t kLeast = 64;

// Ex5 has TLS and HTTP, which have parsers here; these are files that are sent without a word
// (FTP's data, printers), of the forms whose bodies are compressed, by their own specifications.
constexpr std::array kFiles{
    "\x1f\x8b\x08"sv,  // gzip (RFC 1952)
    "PK\x03\x04"sv,    // zip
    "\xfd"
    "7zXZ\0"sv,              // xz
    "7z\xbc\xaf\x27\x1c"sv,  // 7z
    "BZh"sv,                 // bzip2
    "\x28\xb5\x2f\xfd"sv,    // Zstandard (RFC 8878)
    "\x04\x22\x4d\x18"sv,    // LZ4
    "\x89PNG"sv,             // PNG
    "\xff\xd8\xff"sv,        // JPEG
    "GIF8"sv,                // GIF
    "RIFF"sv,                // WebP, AVI
    "OggS"sv,                // Ogg
    "\x1a\x45\xdf\xa3"sv,    // Matroska (RFC 8794)
    "ID3"sv,                 // MP3
    "Rar!"sv,                // RAR
    "\x78\x01"sv,            // zlib (RFC 1950), the three levels that are in use
    "\x78\x9c"sv,
    "\x78\xda"sv,
};

constexpr bool is_printable(std::byte byte) noexcept {
  return byte >= std::byte{0x20} && byte <= std::byte{0x7e};
}

// Ex2 and Ex4, and a zero early on, which lengths and versions have and cipher text seldom (one in
// thirty). True of some bytes, it stays true when more come.
bool shows_form(ByteView bytes) noexcept {
  constexpr std::size_t kFirst = 6, kMostPrintable = 20, kHead = 8;
  const ByteView head = bytes.first(std::min(bytes.size(), kHead));
  if (std::ranges::find(head, std::byte{}) != head.end()) return true;
  if (bytes.size() >= kFirst && std::ranges::all_of(bytes.first(kFirst), is_printable)) return true;
  std::size_t printable = 0;
  for (const std::byte byte : bytes) {
    printable = is_printable(byte) ? printable + 1 : 0;
    if (printable > kMostPrintable) return true;
  }
  return std::ranges::any_of(kFiles, [text = as_text(bytes)](std::string_view file) {
    return text.starts_with(file.front()) && text.starts_with(file);
  });
}

// Ex1 and Ex3: 3.4 to 4.6 ones in a byte, and not more than half of the bytes printable.
bool is_cipher_text(ByteView bytes) noexcept {
  const std::size_t ones = ones_in(bytes);
  const std::size_t size = bytes.size();
  return 10 * ones > 34 * size && 10 * ones < 46 * size &&
         2 * static_cast<std::size_t>(std::ranges::count_if(bytes, is_printable)) <= size &&
         looks_random(bytes);
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const ByteView bytes = payload.bytes.first(std::min(payload.bytes.size(), kMostTexture));
  if (shows_form(bytes)) return Reading::not_mine();
  if (bytes.size() < kMostTexture && !payload.final) return Reading::need_more(kMostTexture);
  if (bytes.size() < kLeast || !is_cipher_text(bytes)) return Reading::not_mine();
  add(Obfuscation::encrypted, findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol encrypted{"encrypted", Carrier::tcp_unclaimed, {}, read};

}  // namespace tapcensus
