// Recog's XML: of each file one field, and of its expressions the first that matches counts.
//
//     <fingerprints matches="ftp.banner">
//       <fingerprint pattern="^..." flags="REG_ICASE">
//         <param pos="0" name="hw.vendor" value="HP"/>
//
// Only what is said by the row itself (pos="0") is claimed, and only of the device: what it says of
// the service is the program's.
#include <algorithm>
#include <array>

#include "packs/importers.hpp"
#include "packs/xml_list.hpp"

namespace tapcensus {
namespace {

constexpr std::uint8_t kWeight = 80;
constexpr std::size_t kMostParams = 64;

struct FieldName {
  std::string_view recog, ours;
};
constexpr std::array<FieldName, 18> kFieldNames{{
    {"dhcp_vendor_class", "dhcp.vendor_class"},
    {"ftp.banner", "ftp.banner"},
    {"hp_pjl_id", "pjl.id"},
    {"http_header.server", "http.server"},
    {"http_header.wwwauth", "http.www_authenticate"},
    {"imap4.banner", "imap.banner"},
    {"nntp.banner", "nntp.banner"},
    {"pop3.banner", "pop3.banner"},
    {"rtsp_header.server", "rtsp.server"},
    {"sip_header.server", "sip.server"},
    {"sip_header.user_agent", "sip.user_agent"},
    {"smb.native_os", "smb.native_os"},
    {"smtp.banner", "smtp.banner"},
    {"snmp.sys_description", "snmp.sysdescr"},
    {"ssh.banner", "ssh.banner"},
    {"telnet_banners", "telnet.banner"},
    {"x509.issuer", "tls.cert.issuer"},
    {"x509.subject", "tls.cert.subject"},
}};

std::optional<Field> field_for(std::string_view matches) {
  const auto known = std::ranges::find(kFieldNames, matches, &FieldName::recog);
  return known == kFieldNames.end() ? std::nullopt : field_of(known->ours);
}

// The value of a parameter that the row says itself; empty when it does not.
std::string_view said(const pugi::xml_node& fingerprint, std::string_view name) {
  std::size_t count = 0;
  for (const pugi::xml_node& param : fingerprint.children("param")) {
    if (++count > kMostParams) break;
    if (param.attribute("name").value() != name) continue;
    if (std::string_view{param.attribute("pos").value()} != "0") continue;
    const std::string_view value = param.attribute("value").value();
    if (value.find('{') == value.npos) return value;
  }
  return {};
}

DeviceNames device_of(const pugi::xml_node& fingerprint, const Names& names) {
  DeviceNames device;
  for (const auto key : {"hw.device", "os.device"}) {
    if (!at(device, Level::type).empty()) break;
    if (auto type = Names::type(said(fingerprint, key))) at(device, Level::type) = {*type};
  }
  for (const auto key : {"os.product", "os.family"}) {
    const auto system = names.system(said(fingerprint, key));
    if (!system) continue;
    at(device, Level::os) = {system->os};
    std::string version = system->version;
    if (version.empty()) {
      version = names.version(system->os, said(fingerprint, "os.version")).value_or("");
    }
    if (!version.empty()) at(device, Level::os_version) = {version};
    break;
  }
  // Who made the system made the device, too, where it is no system that we know by itself.
  auto vendor = names.vendor(said(fingerprint, "hw.vendor"));
  const bool own_system = at(device, Level::os).empty() && !at(device, Level::type).empty();
  if (!vendor && own_system) vendor = names.vendor(said(fingerprint, "os.vendor"));
  if (!vendor) return device;
  at(device, Level::vendor) = {*vendor};
  if (auto model = names.model(said(fingerprint, "hw.product"), *vendor)) {
    at(device, Level::model) = {*model};
  } else if (auto family = names.family(said(fingerprint, "hw.product"), *vendor)) {
    at(device, Level::family) = {*family};
  }
  return device;
}

std::string expression_of(const pugi::xml_node& fingerprint, Field field) {
  std::string expression = fingerprint.attribute("pattern").value();
  // Recog's begin behind the version of the protocol.
  if (field == Field::ssh_banner && expression.starts_with('^')) {
    expression = "^(?:SSH-[0-9.]+-)?" + expression.substr(1);
  }
  const std::string_view flags = fingerprint.attribute("flags").value();
  return (flags.find("REG_ICASE") == flags.npos ? "" : "(?i)") + expression;
}

}  // namespace

void import_recog(const PackInput& input, const Names& names, PackWriter& pack) {
  const XmlList list{input, pack};
  list.for_each("fingerprint", [&](const pugi::xml_node& fingerprint) {
    pack.row();
    const RowPlace place = list.place_of(fingerprint);
    const std::string matches = fingerprint.parent().attribute("matches").value();
    const auto field = field_for(matches);
    if (!field) return pack.not_converted(place, "no field for '" + matches + "' is read");
    const DeviceNames device = device_of(fingerprint, names);
    auto objection = pack.add(place, {.device = device,
                                      .field = *field,
                                      .matches = expression_of(fingerprint, *field),
                                      .is = {},
                                      .list = "first",
                                      .weight = kWeight});
    if (!objection && is_silent(device)) {
      objection = "it says nothing of the device that the taxonomy declares";
    }
    if (objection) return pack.not_converted(place, std::move(*objection));
    pack.converted();
  });
}

}  // namespace tapcensus
