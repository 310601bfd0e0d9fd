// Tuya's smart devices, as they announce themselves in clear (version 3.1 of their protocol): the
// key of the product. What later versions say on port 6667 is encrypted, and left alone.
#include <array>

#include "protocols/announced.hpp"
#include "protocols/json_text.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{6666};
constexpr std::array kStart{ByteSet::just(0), ByteSet::just(0), ByteSet::just(0x55),
                            ByteSet::just(0xaa)};

constexpr std::uint32_t kPrefix = 0x000055aa, kSuffix = 0x0000aa55;

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  if (in.be32() != kPrefix) return Reading::not_mine();
  in.skip(4 + 4);  // sequence, command
  const std::uint32_t size = in.be32();
  const std::uint32_t kEnd = 4 + 4;  // check, suffix
  if (size != in.left() || size < kEnd) return Reading::not_mine();
  const std::string_view body = as_text(in.take(size - kEnd));
  in.skip(4);
  if (in.be32() != kSuffix || !in.ok()) return Reading::not_mine();
  announced::add(Field::tuya_product, json::text_of(body, "\"productKey\""), findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol tuya{"tuya", Carrier::udp, kPorts, read, kStart};

}  // namespace tapcensus
