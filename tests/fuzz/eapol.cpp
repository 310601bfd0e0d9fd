// A frame, as eapol.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol eapol;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::eapol, data, size);
}
