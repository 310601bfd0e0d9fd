// PostgreSQL before TLS (Frontend/Backend Protocol, "SSL Session Encryption"), both sides: nothing
// is said, only what is inside is read.
#include <array>

#include "base/cursor.hpp"
#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{5432};
// A request of eight bytes; or the server's letters, with TLS behind them.
constexpr std::array kStart{ByteSet::one_of("SN") | ByteSet::just(0),
                            ByteSet::one_of("S\x16") | ByteSet::just(0),
                            ByteSet::one_of("\x16\x03") | ByteSet::just(0), ByteSet::between(0, 8)};

constexpr std::uint32_t kRequestSize = 8;
constexpr std::uint32_t kTls = 80'877'103, kGss = 80'877'104;

// A client that would rather have GSSAPI asks for it first.
Reading read_request(const Payload& payload) noexcept {
  Cursor in{payload.bytes};
  const std::uint32_t size = in.be32(), code = in.be32();
  if (!in.ok()) return wait_for_more(payload);
  if (size != kRequestSize) return Reading::not_mine();
  if (code == kTls) return Reading::switched(kRequestSize);
  return code == kGss && payload.mode == 0 ? Reading::next(kRequestSize, 1) : Reading::not_mine();
}

// N refuses GSSAPI; S grants TLS.
Reading read_answer(const Payload& payload) noexcept {
  std::string_view text = as_text(payload.bytes);
  const std::uint32_t refused = text.starts_with('N') ? 1 : 0;
  text.remove_prefix(refused);
  if (!text.empty() && text[0] != 'S') return Reading::not_mine();
  if (text.size() < 2) return wait_for_more(payload);
  return begins_tls(text[1]) ? Reading::switched(refused + 1) : Reading::not_mine();
}

Reading read(const Payload& payload, Findings&) noexcept {
  if (payload.bytes.empty()) return wait_for_more(payload);
  return payload.bytes[0] == std::byte{0} ? read_request(payload) : read_answer(payload);
}

}  // namespace

extern constinit const Protocol postgresql{"postgresql", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
