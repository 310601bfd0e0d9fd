// The bytes of one direction of a TCP connection, as SIP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol sip_tcp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::sip_tcp, data, size);
}
