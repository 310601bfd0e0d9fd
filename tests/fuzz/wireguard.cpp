// A datagram, as WireGuard.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol wireguard;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tapcensus;
  const ByteView bytes{reinterpret_cast<const std::byte*>(data), size};
  Layers layers;
  layers.target_port = 2408;
  fuzz::run(wireguard, bytes, layers);
  layers.target_port = 51820;
  fuzz::run(wireguard, bytes, layers);
  return fuzz::run(wireguard, data, size);
}
