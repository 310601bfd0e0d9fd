// PostgreSQL up to TLS (Frontend/Backend Protocol, "SSL Session Encryption"), both sides: the
// program that a client names when it starts, and the version that a server reports
// (ParameterStatus).
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{5432};
// A request's length; or the server's letters, with TLS or its first message behind them.
constexpr std::array kStart{ByteSet::one_of("SNR") | ByteSet::just(0),
                            ByteSet::one_of("SR\x16") | ByteSet::just(0),
                            ByteSet::one_of("\x16\x03") | ByteSet::between(0, 3)};

enum Mode : std::uint8_t { kAtStart = 0, kAfterGss, kMessages };

constexpr std::uint32_t kRequestSize = 8;
constexpr std::uint32_t kTls = 80'877'103, kGss = 80'877'104, kVersion3 = 3 << 16;
constexpr std::uint32_t kMostStartup = 1024, kMostMessage = 4096;

// Takes a text that ends in a zero; nothing if it has no end.
std::string_view take_text(Cursor& in) noexcept {
  const std::string_view rest = as_text(in.rest());
  const std::size_t end = rest.find('\0');
  in.skip(end == rest.npos ? rest.size() + 1 : end + 1);
  return in.ok() ? rest.substr(0, end) : std::string_view{};
}

// StartupMessage: names and values. The user and the database are left out.
Reading read_startup(const Payload& payload, std::uint32_t size, Findings& findings) noexcept {
  if (size < kRequestSize + 1 || size > kMostStartup) return Reading::not_mine();
  if (payload.bytes.size() < size && !payload.final) return Reading::need_more(size);
  Cursor in{payload.bytes.first(std::min<std::size_t>(payload.bytes.size(), size))};
  in.skip(kRequestSize);
  bool known = false;
  for (;;) {
    const std::string_view name = take_text(in), value = take_text(in);
    if (!in.ok() || name.empty()) break;
    known |= name == "user";
    if (name == "application_name" && !value.empty()) {
      findings.add(Field::postgresql_client, value);
    }
  }
  return known ? Reading::done() : Reading::not_mine();
}

// A client that would rather have GSSAPI asks for it first.
Reading read_request(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::uint32_t size = in.be32(), code = in.be32();
  if (!in.ok()) return wait_for_more(payload);
  if (code >> 16 == kVersion3 >> 16) return read_startup(payload, size, findings);
  if (size != kRequestSize) return Reading::not_mine();
  if (code == kTls) return Reading::switched(kRequestSize);
  return code == kGss && payload.mode == kAtStart ? Reading::next(kRequestSize, kAfterGss)
                                                  : Reading::not_mine();
}

// N refuses GSSAPI; S grants TLS.
Reading read_answer(const Payload& payload) noexcept {
  std::string_view text = as_text(payload.bytes);
  const std::uint32_t refused = text.starts_with('N') ? 1 : 0;
  text.remove_prefix(refused);
  if (!text.empty() && text[0] != 'S' && text[0] != 'R') return Reading::not_mine();
  if (refused != 0 && text.starts_with('R')) return Reading::switched(refused);
  if (text.size() < 2) return wait_for_more(payload);
  return begins_tls(text[1]) ? Reading::switched(refused + 1) : Reading::not_mine();
}

// A server that asks for no TLS begins with Authentication; ReadyForQuery ends the start.
Reading read_messages(const Payload& payload, Findings& findings) noexcept {
  constexpr std::string_view kTypes = "KNRS";
  const Reading foreign = payload.mode == kMessages ? Reading::done() : Reading::not_mine();
  Cursor in{payload.bytes};
  std::size_t at = 0;
  for (;;) {
    const auto type = static_cast<char>(in.u8());
    const std::uint32_t length = in.be32();
    if (!in.ok()) break;
    const bool first = at == 0 && payload.mode != kMessages;
    if (length < 4 || length > kMostMessage || kTypes.find(type) == kTypes.npos) return foreign;
    if (first && (type != 'R' || length < 8)) return foreign;
    Cursor body{in.take(length - 4)};
    if (!in.ok()) break;
    const std::string_view name = type == 'S' ? take_text(body) : std::string_view{};
    if (name == "server_version") {
      findings.add(Field::postgresql_version, take_text(body));
      return Reading::done();
    }
    at = in.offset();
  }
  if (at > 0) return Reading::next(static_cast<std::uint32_t>(at), kMessages);
  return payload.final ? foreign : wait_for_more(payload);
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  if (payload.bytes.empty()) return wait_for_more(payload);
  const char first = as_text(payload.bytes)[0];
  if (first == 0) return read_request(payload, findings);
  if (first == 'R' || payload.mode == kMessages) return read_messages(payload, findings);
  return read_answer(payload);
}

}  // namespace

extern constinit const Protocol postgresql{"postgresql", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
