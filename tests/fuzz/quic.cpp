// Datagrams of one direction, as QUIC.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol quic;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::quic, data, size);
}
