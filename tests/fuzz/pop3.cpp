// The bytes of one direction of a TCP connection, as POP3.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol pop3;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::pop3, data, size);
}
