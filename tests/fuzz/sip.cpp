// A datagram, as SIP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol sip;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::sip, data, size);
}
