// A datagram, as L2TP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol l2tp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::l2tp, data, size);
}
