// A datagram, as CLDAP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol cldap;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::cldap, data, size);
}
