// The bytes of one direction of a TCP connection, as SLMP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol melsec;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::melsec, data, size);
}
