// A datagram, as SADP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol sadp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::sadp, data, size);
}
