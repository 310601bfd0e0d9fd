// A datagram, as BJNP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol bjnp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::bjnp, data, size);
}
