// A datagram, as DNP3.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol dnp3_udp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::dnp3_udp, data, size);
}
