// The bytes of one direction of a TCP connection, as Telnet.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol telnet;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::telnet, data, size);
}
