// The bytes of one direction of a TCP connection, as the PROXY protocol.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol proxy;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::proxy, data, size);
}
