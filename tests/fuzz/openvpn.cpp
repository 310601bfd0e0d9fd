// A datagram, as OpenVPN.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol openvpn;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::openvpn, data, size);
}
