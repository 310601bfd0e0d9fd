// The bytes of one direction of a TCP connection, as DNS.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol dns_tcp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::dns_tcp, data, size);
}
