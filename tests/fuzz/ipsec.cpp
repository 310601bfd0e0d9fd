// A packet, as ESP and as AH.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol ipsec;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tapcensus;
  const ByteView bytes{reinterpret_cast<const std::byte*>(data), size};
  Layers layers;
  layers.protocol = 51;
  fuzz::run(ipsec, bytes, layers);
  return fuzz::run(ipsec, bytes, {});
}
