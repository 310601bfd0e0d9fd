// Lists of what DHCP clients ask for (option 55), in two forms.
//
// Fingerbank's dhcp_fingerprints.conf:          PRADS's dhcp.fp:
//     [os 100]                                      1:64:53,55,255:1,3,6:udhcp 1.15.3:Linux:OpenWrt
//     description=Microsoft Windows XP              type:TTL:options:55:60:system:details
//     fingerprints=<<EOT
//     1,15,3,6,44,46,47,31,33,249,43
//     EOT
#include "packs/importers.hpp"
#include "packs/lines.hpp"
#include "packs/shared_texts.hpp"

namespace tapcensus {
namespace {

constexpr std::uint8_t kWeight = 75;
constexpr std::size_t kMostWords = 6;

bool is_params(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789,") == text.npos &&
         text.front() != ',' && text.back() != ',';
}

// "Microsoft Windows XP", "HP LaserJet Printer": a system, or a vendor in front and a type behind.
DeviceNames described(std::string_view text, const Names& names) {
  DeviceNames device;
  if (const auto system = names.system(text)) {
    at(device, Level::os) = {system->os};
    if (!system->version.empty()) at(device, Level::os_version) = {system->version};
    return device;
  }
  std::size_t words = 0;
  for (std::size_t end = text.size(); end != 0 && end != text.npos && words < kMostWords;
       end = text.rfind(' ', end - 1), ++words) {
    if (auto vendor = names.vendor(text.substr(0, end))) {
      at(device, Level::vendor) = {*vendor};
      break;
    }
  }
  words = 0;
  for (std::size_t begin = 0; begin < text.size() && words < kMostWords; ++words) {
    if (auto type = Names::type(text.substr(begin))) {
      at(device, Level::type) = {*type};
      break;
    }
    begin = std::min(text.find(' ', begin), text.size() - 1) + 1;
  }
  return device;
}

class Importer {
 public:
  Importer(const PackInput& input, const Names& names, PackWriter& pack)
      : input_{input}, names_{names}, pack_{pack} {}

  void import() {
    for_each_line(input_.content, [&](std::uint64_t number, std::string_view text) {
      line({input_.name, number, 1}, trimmed(text));
    });
    texts_.write(pack_, kWeight);
  }

 private:
  void line(const RowPlace& place, std::string_view text) {
    if (text.empty() || text.front() == '#' || text.front() == ';') return;
    if (text.front() == '[') {
      description_ = key_ = {};
    } else if (open_) {
      open_ = text != "EOT";
      if (open_) value(place, text);
    } else if (const std::size_t equals = text.find('=');
               equals != text.npos && text.find(':') > equals) {
      key_ = trimmed(text.substr(0, equals));
      const std::string_view given = trimmed(text.substr(equals + 1));
      if (key_ == "description") description_ = given;
      open_ = given == "<<EOT";
      if (!open_) value(place, given);
    } else {
      prads(place, text);
    }
  }

  void value(const RowPlace& place, std::string_view text) {
    if (key_ == "fingerprints") row(place, Field::dhcp_params, text, description_);
    if (key_ == "vendor_id") row(place, Field::dhcp_vendor_class, text, description_);
  }

  void prads(const RowPlace& place, std::string_view text) {
    const auto parts = split(text, ':', 7);
    if (parts.size() < 6) {
      pack_.row();
      return pack_.not_converted(place, "it is no line of a list that is known");
    }
    row(place, Field::dhcp_params, parts[3], parts[5]);
  }

  void row(const RowPlace& place, Field field, std::string_view text, std::string_view what) {
    pack_.row();
    if (field == Field::dhcp_params && !is_params(text)) {
      return pack_.not_converted(
          place, "'" + std::string{text.substr(0, 40)} + "' are no options with commas between");
    }
    DeviceNames device = described(what, names_);
    if (is_silent(device)) {
      return pack_.not_converted(
          place, "no system, vendor or type in '" + std::string{what.substr(0, 80)} + "'");
    }
    texts_.add(place, field, std::string{text}, false, std::move(device));
  }

  const PackInput& input_;
  const Names& names_;
  PackWriter& pack_;
  SharedTexts texts_;
  std::string_view description_, key_;
  bool open_ = false;  // between <<EOT and EOT
};

}  // namespace

void import_dhcp_list(const PackInput& input, const Names& names, PackWriter& pack) {
  Importer{input, names, pack}.import();
}

}  // namespace tapcensus
