// The input is the port, of both sides, and the message, sent to a group.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol routing_udp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tapcensus;
  const ByteView bytes{reinterpret_cast<const std::byte*>(data), size};
  if (size < 2) return 0;
  Layers layers;
  layers.source_mac = {{0xf0, 0x99, 0xb6, 0, 0, 1}};
  layers.target.octets[0] = 0xff;
  layers.source_port = layers.target_port = Cursor{bytes}.be16();
  return fuzz::run(routing_udp, bytes.subspan(2), layers);
}
