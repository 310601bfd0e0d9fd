// ONC RPC over TCP (RFC 5531, 11: records), mostly NFS: the machine that calls.
//
// Clients begin with calls that name nobody, so some are passed over.
#include <algorithm>
#include <array>

#include "protocols/preamble.hpp"
#include "protocols/rpc_call.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 3> kPorts{111, 635, 2049};
// The last fragment of a record, which is short.
constexpr std::array kStart{ByteSet::just(0x80), ByteSet::just(0), ByteSet::between(0, 7)};

constexpr std::uint32_t kHeader = 4, kLeast = 40, kMostFirst = 2048, kEnough = 512;
constexpr std::uint8_t kMostCalls = 16;

Reading read(const Payload& payload, Findings& findings) noexcept {
  const Reading foreign = payload.mode == 0 ? Reading::not_mine() : Reading::done();
  Cursor in{payload.bytes};
  const std::uint32_t mark = in.be32();
  if (!in.ok()) return payload.final ? foreign : Reading::need_more(kHeader);
  const std::uint32_t length = mark & 0x7fff'ffff;
  if (length < kLeast || (payload.mode == 0 && length > kMostFirst)) return foreign;
  const std::uint32_t enough = kHeader + std::min(length, kEnough);
  if (payload.bytes.size() < enough && !payload.final) return Reading::need_more(enough);
  const std::size_t before = findings.all().size();
  if (!read_rpc_call(in, findings)) return foreign;
  const bool named = findings.all().size() > before;
  if (named || payload.mode == kMostCalls) return Reading::done();
  return Reading::next(kHeader + length, static_cast<std::uint8_t>(payload.mode + 1));
}

}  // namespace

extern constinit const Protocol sunrpc_tcp{"sunrpc_tcp", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
