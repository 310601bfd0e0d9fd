// A frame, as lldp.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol lldp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::lldp, data, size);
}
