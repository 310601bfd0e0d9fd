// The first bytes of a TCP connection, as cipher text.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol encrypted;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::encrypted, data, size);
}
