// A datagram, as Tailscale's path discovery.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol tailscale;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::tailscale, data, size);
}
