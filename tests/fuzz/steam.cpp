// A datagram, as Steam's search.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol steam;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::steam, data, size);
}
