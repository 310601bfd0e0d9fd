// A datagram, as EtherNet/IP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol enip_udp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::enip_udp, data, size);
}
