// A datagram, as FINS.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol fins;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::fins, data, size);
}
