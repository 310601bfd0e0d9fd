// The bytes of one direction of a TCP connection, as a hello in the framing of SSL 2.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol ssl2;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::ssl2, data, size);
}
