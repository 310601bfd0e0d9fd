// A datagram, as WiZ.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol wiz;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::wiz, data, size);
}
