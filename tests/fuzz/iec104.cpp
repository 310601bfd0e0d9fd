// The bytes of one direction of a TCP connection, as IEC 60870-5-104.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol iec104;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::iec104, data, size);
}
