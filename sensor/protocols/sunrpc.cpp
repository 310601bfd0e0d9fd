// ONC RPC over UDP (NFS, mount, port mapper): the machine that calls.
#include <array>

#include "protocols/protocol.hpp"
#include "protocols/rpc_call.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 3> kPorts{111, 635, 2049};
// A transaction, and a call.
constexpr std::array kStart{bytes::kAny,      bytes::kAny,      bytes::kAny,      bytes::kAny,
                            ByteSet::just(0), ByteSet::just(0), ByteSet::just(0), ByteSet::just(0)};

Reading read(const Payload& payload, Findings& findings) noexcept {
  const bool call = read_rpc_call(Cursor{payload.bytes}, findings);
  return call ? Reading::done() : Reading::not_mine();
}

}  // namespace

extern constinit const Protocol sunrpc{"sunrpc", Carrier::udp, kPorts, read, kStart};

}  // namespace tapcensus
