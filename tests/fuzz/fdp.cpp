// A frame, as fdp.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol fdp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::fdp, data, size);
}
