// The bytes of one direction of a TCP connection, as HL7.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol hl7;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::hl7, data, size);
}
