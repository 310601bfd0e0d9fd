// The bytes of one direction of a TCP connection, as MongoDB.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol mongodb;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::mongodb, data, size);
}
