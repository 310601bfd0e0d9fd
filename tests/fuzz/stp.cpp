// A frame, as stp.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol stp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::stp, data, size);
}
