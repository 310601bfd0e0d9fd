// A datagram, as DNS.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol dns;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::dns, data, size);
}
