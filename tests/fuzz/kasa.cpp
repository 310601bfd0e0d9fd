// A datagram, as Kasa.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol kasa;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::kasa, data, size);
}
