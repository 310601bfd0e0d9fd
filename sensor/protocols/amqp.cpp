// AMQP 0-9-1: the properties by which broker (Connection.Start) and client (Connection.Start-Ok)
// introduce themselves.
//
// Nothing behind them is read; what the client proves itself with stands there. In AMQP 1.0 peers
// have a container only, which names no product.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "protocols/in_messages.hpp"
#include "protocols/plain_text.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{5672};

constexpr std::string_view kProtocol{"AMQP\0\0\x09\x01", 8};  // 4.2.2
// The client's first bytes, or a method frame on channel 0 of less than 64 KiB.
constexpr std::array kStart{
    ByteSet::one_of("A\x01"),
    ByteSet::one_of({"M\0", 2}),
    ByteSet::one_of({"Q\0", 2}),
    ByteSet::one_of({"P\0", 2}),
    ByteSet::just(0),
    bytes::kAny,
    bytes::kAny,
    ByteSet::just(1) | ByteSet::just(0),
};

enum Mode : std::uint8_t { kAtStart = 0, kBehindProtocol };

constexpr std::uint8_t kMethod = 1, kFrameEnd = 0xce;
constexpr std::uint16_t kConnection = 10, kStartMethod = 10, kStartOk = 11;
constexpr std::size_t kHeader = 7, kMostFrame = 8192;

// 4.2.1: how long a value of that type is; fails the cursor where it is not known.
void skip_value(Cursor& in, std::uint8_t type) noexcept {
  switch (type) {
    case 'V': return;
    case 't':
    case 'b':
    case 'B': return in.skip(1);
    case 's':
    case 'u':
    case 'U': return in.skip(2);
    case 'I':
    case 'i':
    case 'f': return in.skip(4);
    case 'D': return in.skip(5);
    case 'L':
    case 'l':
    case 'd':
    case 'T': return in.skip(8);
    case 'S':
    case 'A':
    case 'x':
    case 'F': return in.skip(in.be32());
    default: in.skip(in.left() + 1);
  }
}

void read_properties(Cursor in, Findings& findings) noexcept {
  while (!in.at_end()) {
    const std::string_view name = as_text(in.take(in.u8()));
    const std::uint8_t type = in.u8();
    if (type != 'S') {
      skip_value(in, type);
      continue;
    }
    const ByteView value = in.take(in.be32());
    if (!in.ok()) return;
    if (name == "product") plain_text::add(Field::amqp_product, value, findings);
    if (name == "version") plain_text::add(Field::amqp_version, value, findings);
    if (name == "platform") plain_text::add(Field::amqp_platform, value, findings);
  }
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const std::string_view text = as_text(payload.bytes);
  const std::size_t common = std::min(text.size(), kProtocol.size());
  if (payload.mode == kAtStart && text.substr(0, common) == kProtocol.substr(0, common)) {
    if (common < kProtocol.size()) return in_messages::wait_for(payload, kProtocol.size());
    return Reading::next(static_cast<std::uint32_t>(kProtocol.size()), kBehindProtocol);
  }
  Cursor in{payload.bytes};
  const std::uint8_t type = in.u8();
  const std::uint16_t channel = in.be16();
  const std::uint32_t length = in.be32();
  const std::uint16_t about = in.be16(), method = in.be16();
  if (!text.empty() && type != kMethod) return in_messages::foreign(payload);
  if (!in.ok()) return in_messages::wait_for(payload, kHeader + 4);
  if (channel != 0 || about != kConnection || length > kMostFrame ||
      (method != kStartMethod && method != kStartOk)) {
    return in_messages::foreign(payload);
  }
  const std::size_t size = kHeader + length + 1;
  if (payload.bytes.size() < size) return in_messages::wait_for(payload, size);
  if (std::to_integer<std::uint8_t>(payload.bytes[size - 1]) != kFrameEnd) {
    return in_messages::foreign(payload);
  }
  if (method == kStartMethod) in.skip(2);  // version
  const Cursor properties{in.take(in.be32())};
  if (in.ok()) read_properties(properties, findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol amqp{"amqp", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
