// A datagram, as the NetBIOS name service.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol nbns;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::nbns, data, size);
}
