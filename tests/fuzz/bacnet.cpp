// A datagram, as BACnet/IP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol bacnet;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::bacnet, data, size);
}
