// A datagram, as Tuya.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol tuya;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::tuya, data, size);
}
