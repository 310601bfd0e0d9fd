// The input is the hop limit, the sender's IPv6 address, and the ICMPv6 message.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol icmpv6;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tapcensus;
  const ByteView bytes{reinterpret_cast<const std::byte*>(data), size};
  if (size < 17) return 0;
  Layers layers;
  layers.source_mac = {{0xf0, 0x99, 0xb6, 0, 0, 1}};
  layers.ttl = data[0];
  layers.source = IpAddress::v6(bytes.subspan(1));
  return fuzz::run(icmpv6, bytes.subspan(17), layers);
}
