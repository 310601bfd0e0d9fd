// A datagram, as GVCP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol gvcp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::gvcp, data, size);
}
