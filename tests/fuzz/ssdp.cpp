// A datagram, as SSDP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol ssdp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::ssdp, data, size);
}
