// A datagram, as MNDP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol mndp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::mndp, data, size);
}
