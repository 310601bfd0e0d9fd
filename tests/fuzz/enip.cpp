// The bytes of one direction of a TCP connection, as EtherNet/IP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol enip;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::enip, data, size);
}
