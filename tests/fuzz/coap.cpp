// A datagram, as CoAP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol coap;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::coap, data, size);
}
