// A datagram, as mDNS.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol mdns;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::mdns, data, size);
}
