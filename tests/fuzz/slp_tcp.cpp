// One direction of a connection, as SLP over TCP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol slp_tcp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::slp_tcp, data, size);
}
