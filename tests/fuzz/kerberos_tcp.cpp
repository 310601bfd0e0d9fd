// The bytes of one direction of a TCP connection, as Kerberos.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol kerberos_tcp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::kerberos_tcp, data, size);
}
