// A frame's payload, as PROFINET DCP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol profinet;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::profinet, data, size);
}
