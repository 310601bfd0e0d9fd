// WiZ lamps: JSON, in which a lamp that is asked names its module and its firmware.
#include <array>

#include "protocols/announced.hpp"
#include "protocols/json_text.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 2> kPorts{38899, 38900};

Reading read(const Payload& payload, Findings& findings) noexcept {
  const std::string_view text = as_text(payload.bytes);
  if (!text.starts_with('{') || text.find("\"method\"") == text.npos) return Reading::not_mine();
  announced::add(Field::wiz_module, json::text_of(text, "\"moduleName\""), findings);
  announced::add(Field::wiz_version, json::text_of(text, "\"fwVersion\""), findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol wiz{"wiz", Carrier::udp, kPorts, read};

}  // namespace tapcensus
