// A datagram, as ONC RPC.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol sunrpc;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::sunrpc, data, size);
}
