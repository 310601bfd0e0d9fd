// TDS ([MS-TDS]), which clients speak to SQL Server, both sides: NTLM in the login, where no TLS is
// agreed on.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "protocols/ntlmssp.hpp"
#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{1433};

// 2.2.3.1.1. TLS stands inside of messages of the kind `prelogin`, and is not followed there.
enum Kind : std::uint8_t { kAnswer = 0x04, kLogin = 0x10, kSspi = 0x11, kPrelogin = 0x12 };

// Kind, status, length; channel, number and window.
constexpr std::array kStart{ByteSet::just(kAnswer) | ByteSet::between(kLogin, kPrelogin),
                            ByteSet::between(0, 1),
                            bytes::kAny,
                            bytes::kAny,
                            bytes::kAny,
                            bytes::kAny,
                            ByteSet::between(0, 1),
                            ByteSet::just(0)};

enum Mode : std::uint8_t { kFirstMessage = 0, kMostMessages = 8 };

constexpr std::uint32_t kHeader = 8;

bool holds_tls(ByteView content) noexcept {
  return !content.empty() && begins_tls(static_cast<char>(content[0]));
}

// 2.2.6.5: options, the first of which is the version, and where it stands.
bool is_prelogin(ByteView content) noexcept {
  Cursor in{content};
  const std::uint8_t option = in.u8();
  const std::uint16_t at = in.be16(), size = in.be16();
  return in.ok() && option == 0 && size == 6 && at + size <= content.size();
}

// 2.2.6.4: the length once more, and the version.
bool is_login(ByteView content) noexcept {
  Cursor in{content};
  const std::uint32_t length = in.le32();
  const std::uint32_t version = in.le32();
  return in.ok() && length == content.size() && version >> 28 == 7;
}

bool is_surely_tds(std::uint8_t kind, ByteView content) noexcept {
  switch (kind) {
    case kLogin: return is_login(content);
    case kSspi: return as_text(content).starts_with("NTLMSSP");
    default: return is_prelogin(content);
  }
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const bool first = payload.mode == kFirstMessage;
  const Reading foreign = first ? Reading::not_mine() : Reading::done();
  Cursor in{payload.bytes};
  const std::uint8_t kind = in.u8();
  in.skip(1);
  const std::uint32_t length = in.be16();
  in.skip(4);
  if (!in.ok()) return payload.final ? foreign : Reading::need_more(kHeader);
  const bool known = kind == kAnswer || kind == kLogin || kind == kSspi || kind == kPrelogin;
  if (!known || length <= kHeader) return foreign;
  const ByteView content = in.take(std::min<std::size_t>(length - kHeader, in.left()));
  if (content.size() < length - kHeader && !payload.final) return Reading::need_more(length);
  if (first && payload.guessed && !is_surely_tds(kind, content)) return foreign;
  if (holds_tls(content)) return Reading::done();
  const NtlmMessage token = read_ntlmssp(content, findings);
  const bool last = token == NtlmMessage::authenticate || token == NtlmMessage::challenge;
  if (last || payload.mode == kMostMessages) return Reading::done();
  return Reading::next(length, static_cast<std::uint8_t>(payload.mode + 1));
}

}  // namespace

extern constinit const Protocol tds{"tds", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
