// The bytes of one direction of a TCP connection, as ONC RPC.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol sunrpc_tcp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::sunrpc_tcp, data, size);
}
