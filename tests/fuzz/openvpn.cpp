// A datagram, as OpenVPN; and, whole and in two halves, as what comes once a session has begun.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol openvpn;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tapcensus;
  constexpr std::uint8_t kBegun = 1;
  fuzz::run(openvpn, data, size);
  fuzz::run_after(openvpn, {}, ByteView{reinterpret_cast<const std::byte*>(data), size}, kBegun);
  return fuzz::run_after(openvpn, data, size, kBegun);
}
