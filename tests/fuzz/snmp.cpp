// A datagram, as SNMP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol snmp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::snmp, data, size);
}
