// The bytes of one direction of a TCP connection, as DCE/RPC.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol dcerpc;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::dcerpc, data, size);
}
