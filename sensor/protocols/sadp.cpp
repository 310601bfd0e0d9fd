// SADP, by which cameras and recorders of Hikvision are found: XML that names the model and the
// firmware, in answers to "inquiry".
#include <array>

#include "base/letters.hpp"
#include "protocols/announced.hpp"
#include "protocols/protocol.hpp"
#include "protocols/xml_elements.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{37020};

Reading read(const Payload& payload, Findings& findings) noexcept {
  const std::string_view document = as_text(payload.bytes);
  bool probe = false;
  xml::each_element(document, [&](std::string_view name, std::string_view text) {
    text = unpadded(text);
    probe = probe || name == "Probe" || name == "ProbeMatch";
    if (!probe) return;
    if (name == "DeviceDescription") announced::add(Field::sadp_model, text, findings);
    if (name == "SoftwareVersion") announced::add(Field::sadp_version, text, findings);
  });
  return probe ? Reading::done() : Reading::not_mine();
}

}  // namespace

extern constinit const Protocol sadp{"sadp", Carrier::udp, kPorts, read};

}  // namespace tapcensus
