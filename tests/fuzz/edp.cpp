// A frame, as edp.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol edp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::edp, data, size);
}
