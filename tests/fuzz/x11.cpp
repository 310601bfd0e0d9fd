// The bytes of one direction of a TCP connection, as X11.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol x11;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::x11, data, size);
}
