// A datagram, as IKE on its port and as what comes to that of ESP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol ike;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tapcensus;
  const ByteView bytes{reinterpret_cast<const std::byte*>(data), size};
  Layers layers;
  layers.target_port = 4500;
  fuzz::run(ike, bytes, layers);
  return fuzz::run(ike, bytes, {});
}
