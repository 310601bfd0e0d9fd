// A datagram, as Ubiquiti's discovery.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol ubnt;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::ubnt, data, size);
}
