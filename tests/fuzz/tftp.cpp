// A datagram, as TFTP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol tftp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::tftp, data, size);
}
