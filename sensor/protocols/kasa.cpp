// TP-Link's smart home devices (Kasa): the answer to a look-up names model and firmware. JSON, each
// byte of which is combined with the one before it on the wire; that hides nothing.
#include <algorithm>
#include <array>

#include "protocols/announced.hpp"
#include "protocols/json_text.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{9999};

// {"system, which is the same on the wire each time, since nothing but it goes before.
constexpr std::array kStart{ByteSet::just(0xd0), ByteSet::just(0xf2), ByteSet::just(0x81),
                            ByteSet::just(0xf8), ByteSet::just(0x8b), ByteSet::just(0xff),
                            ByteSet::just(0x9a), ByteSet::just(0xf7)};

constexpr std::size_t kMostText = 2048;
constexpr std::uint8_t kFirstKey = 171;

void add(Field field, std::string_view text, Findings& findings) noexcept {
  if (!text.empty()) findings.add_composed(field, text);
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Line<kMostText> text;
  std::uint8_t key = kFirstKey;
  for (const std::byte octet : payload.bytes.first(std::min(kMostText, payload.bytes.size()))) {
    const auto hidden = std::to_integer<std::uint8_t>(octet);
    text.add(static_cast<char>(hidden ^ key));
    key = hidden;
  }
  if (!text.view().starts_with("{\"system\"")) return Reading::not_mine();
  if (text.view().find("\"get_sysinfo\"") == std::string_view::npos) return Reading::done();
  add(Field::kasa_model, json::text_of(text.view(), "\"model\""), findings);
  add(Field::kasa_version, json::text_of(text.view(), "\"sw_ver\""), findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol kasa{"kasa", Carrier::udp, kPorts, read, kStart};

}  // namespace tapcensus
