// A datagram, as Kerberos.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol kerberos;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::kerberos, data, size);
}
