// The input is the TTL, how many options the IPv4 header has, the options, and the IGMP message.
#include <algorithm>

#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol igmp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tapcensus;
  const ByteView bytes{reinterpret_cast<const std::byte*>(data), size};
  if (size < 22) return 0;
  Layers layers;
  layers.ttl = data[0];
  const std::size_t header = std::min<std::size_t>(20 + data[1] % 41, size - 2);
  layers.ip_header = bytes.subspan(2, header);
  return fuzz::run(igmp, bytes.subspan(2 + header), layers);
}
