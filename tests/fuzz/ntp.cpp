// A datagram, as NTP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol ntp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::ntp, data, size);
}
