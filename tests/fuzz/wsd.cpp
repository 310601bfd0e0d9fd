// A datagram, as WS-Discovery.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol wsd;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::wsd, data, size);
}
