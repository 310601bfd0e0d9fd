// The bytes of one direction of a TCP connection, as OPC UA.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol opcua;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::opcua, data, size);
}
