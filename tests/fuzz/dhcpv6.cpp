// A datagram, as DHCPv6.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol dhcpv6;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::dhcpv6, data, size);
}
