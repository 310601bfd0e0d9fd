// The bytes of one direction of a TCP connection, as HTTP/2.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol http2;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::http2, data, size);
}
