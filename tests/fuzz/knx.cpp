// A datagram, as KNXnet/IP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol knx;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::knx, data, size);
}
