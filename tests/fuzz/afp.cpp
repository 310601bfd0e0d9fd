// The bytes of one direction of a TCP connection, as AFP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol afp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::afp, data, size);
}
