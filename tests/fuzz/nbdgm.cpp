// A datagram, as a NetBIOS datagram.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol nbdgm;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::nbdgm, data, size);
}
