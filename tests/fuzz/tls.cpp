// The bytes of one direction of a TCP connection, as TLS.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol tls;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::tls, data, size);
}
