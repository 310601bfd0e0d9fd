// A frame, as cdp.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol cdp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::cdp, data, size);
}
