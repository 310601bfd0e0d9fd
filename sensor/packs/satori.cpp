// Satori's XML: fingerprints of systems and devices, each with tests on one field.
//
//     <fingerprint name="..." os_name="Windows 7" device_type="Printer" device_vendor="HP">
//       <dhcp_tests><test weight="5" matchtype="exact" dhcpoption55="1,3,6"/>
#include <array>

#include "packs/importers.hpp"
#include "packs/shared_texts.hpp"
#include "packs/xml_list.hpp"

namespace tapcensus {
namespace {

constexpr std::uint8_t kWeight = 75;

struct TestName {
  const char* attribute;
  Field field;
};
constexpr std::array<TestName, 9> kTests{{
    {"dhcpoption55", Field::dhcp_params},
    {"dhcpvendorcode", Field::dhcp_vendor_class},
    {"dhcpv6optionrequest", Field::dhcpv6_params},
    {"dhcpv6vendorcode", Field::dhcpv6_vendor_class},
    {"sipserver", Field::sip_server},
    {"smbnativename", Field::smb_native_os},
    {"ssh", Field::ssh_banner},
    {"webserver", Field::http_server},
    {"webuseragent", Field::http_user_agent},
}};

DeviceNames device_of(const pugi::xml_node& fingerprint, const Names& names) {
  DeviceNames device;
  for (const auto key : {"os_name", "os_class"}) {
    const auto system = names.system(fingerprint.attribute(key).value());
    if (!system) continue;
    at(device, Level::os) = {system->os};
    if (!system->version.empty()) at(device, Level::os_version) = {system->version};
    break;
  }
  if (auto vendor = names.vendor(fingerprint.attribute("device_vendor").value())) {
    at(device, Level::vendor) = {*vendor};
  }
  if (auto type = Names::type(fingerprint.attribute("device_type").value())) {
    at(device, Level::type) = {*type};
  }
  return device;
}

}  // namespace

void import_satori(const PackInput& input, const Names& names, PackWriter& pack) {
  const XmlList list{input, pack};
  SharedTexts texts;
  list.for_each("test", [&](const pugi::xml_node& test) {
    pack.row();
    const RowPlace place = list.place_of(test);
    DeviceNames device = device_of(test.parent().parent(), names);
    if (is_silent(device)) {
      return pack.not_converted(place, "it says nothing of the device that the taxonomy declares");
    }
    const std::string_view how = test.attribute("matchtype").value();
    if (how != "exact" && how != "partial") {
      return pack.not_converted(place, "'matchtype' is neither 'exact' nor 'partial'");
    }
    for (const TestName& known : kTests) {
      const pugi::xml_attribute attribute = test.attribute(known.attribute);
      if (!attribute) continue;
      return texts.add(place, known.field, attribute.value(), how == "partial", std::move(device));
    }
    pack.not_converted(place, "it tests what no field is read for");
  });
  texts.write(pack, kWeight);
}

}  // namespace tapcensus
