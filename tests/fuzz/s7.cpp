// The bytes of one direction of a TCP connection, as S7comm.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol s7;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::s7, data, size);
}
