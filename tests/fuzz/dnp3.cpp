// The bytes of one direction of a TCP connection, as DNP3.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol dnp3;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::dnp3, data, size);
}
