// Frames of every link type: decode() stays inside them, and what it says of them fits together.
#include <cstdlib>

#include "flow/key.hpp"
#include "wire/layers.hpp"

using namespace tapcensus;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto link = static_cast<Link>(data[0] % 13);
  const ByteView bytes{reinterpret_cast<const std::byte*>(data + 1), size - 1};
  Layers layers;
  const Decoded outcome = decode(
      {.bytes = bytes, .wire_length = static_cast<std::uint32_t>(bytes.size()), .link = link},
      layers);
  const auto inside = [&](ByteView view) {
    return view.empty() || (view.data() >= bytes.data() &&
                            view.data() + view.size() <= bytes.data() + bytes.size());
  };
  const bool fits = inside(layers.payload) && inside(layers.ip_header) &&
                    inside(layers.transport_header) && inside(layers.link_payload) &&
                    layers.payload.size() <= layers.payload_length;
  const bool whole = outcome != Decoded::whole ||
                     (layers.ip_version != 0 && layers.payload.size() == layers.payload_length);
  if (!fits || !whole) std::abort();
  if (layers.ip_version != 0) (void)hash_of(locate(layers, 0).key, 1);
  return 0;
}
