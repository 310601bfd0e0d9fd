// A datagram, as DHIP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol dhip;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::dhip, data, size);
}
