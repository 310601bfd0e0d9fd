// A datagram, as SLP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol slp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::slp, data, size);
}
