// The bytes of one direction of a TCP connection, as RDP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol rdp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::rdp, data, size);
}
