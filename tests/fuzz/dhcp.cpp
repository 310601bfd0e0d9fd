// A datagram, as DHCP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol dhcp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::dhcp, data, size);
}
