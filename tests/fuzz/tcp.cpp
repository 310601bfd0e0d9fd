// The input is an IPv4 or IPv6 header, as its first byte says, and the TCP header after it.
#include <algorithm>

#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol tcp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tapcensus;
  ByteView bytes{reinterpret_cast<const std::byte*>(data), size};
  const auto at = [&bytes](std::size_t i) {
    return i < bytes.size() ? std::to_integer<std::uint8_t>(bytes[i]) : std::uint8_t{0};
  };
  const auto take = [&bytes](std::size_t count) {
    const ByteView taken = bytes.first(std::min(count, bytes.size()));
    bytes = bytes.subspan(taken.size());
    return taken;
  };
  Layers layers;
  layers.transport = Transport::tcp;
  layers.ip_version = at(0) >> 4 == 6 ? 6 : 4;
  layers.ttl = layers.ip_version == 6 ? at(7) : at(8);
  layers.ip_header = take(layers.ip_version == 6 ? 40 : (at(0) & 15) * 4u);
  layers.tcp_flags = at(13);
  layers.transport_header = take((at(12) >> 4) * 4u);
  layers.payload = bytes;
  layers.payload_length = static_cast<std::uint32_t>(bytes.size());
  return fuzz::run(tcp, bytes, layers);
}
