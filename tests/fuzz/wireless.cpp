// A frame, as wireless.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol wireless;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::wireless, data, size);
}
