// A datagram, as DNSCrypt.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol dnscrypt;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::dnscrypt, data, size);
}
