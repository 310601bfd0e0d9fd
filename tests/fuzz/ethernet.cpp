// The input is the sender's address and what follows.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol ethernet;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tapcensus;
  const ByteView bytes{reinterpret_cast<const std::byte*>(data), size};
  Layers layers;
  layers.source_mac = MacAddress::of(bytes);
  return fuzz::run(ethernet, bytes, layers);
}
