// The bytes of one direction of a TCP connection, as PPTP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol pptp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::pptp, data, size);
}
