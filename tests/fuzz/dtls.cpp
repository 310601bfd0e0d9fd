// Datagrams of one direction, as DTLS.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol dtls;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::dtls, data, size);
}
