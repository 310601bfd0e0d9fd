// The bytes of one direction of a TCP connection, as VNC.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol vnc;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::vnc, data, size);
}
