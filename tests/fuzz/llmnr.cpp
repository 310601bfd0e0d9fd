// A datagram, as LLMNR.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol llmnr;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::llmnr, data, size);
}
