// Prefixes of hardware addresses: oui.txt, mam.txt, oui36.txt and iab.txt of the IEEE, and
// nmap-mac-prefixes.
//
//     002272     (base 16)      American Micro-Fuel Device Corp.      24 bits
//     B0-C5-CA   (hex) ...                                            28 and 36 bits: two lines
//     900000-9FFFFF     (base 16)      IOG Products LLC
//     00000C Cisco Systems                                            nmap's; 6, 7 or 9 digits
//
// Large blocks are held by makers of parts, too, so of these only vendors that we know are taken.
// Small ones are bought for devices of one's own: their vendors are declared by the pack.
#include <algorithm>
#include <array>
#include <string_view>

#include "packs/importers.hpp"
#include "packs/lines.hpp"

namespace tapcensus {
namespace {

constexpr std::size_t kMostName = 80;

// Of unset and made-up addresses; of guests of Hyper-V, of Oracle VM and, three, of Azure.
constexpr std::array<std::string_view, 6> kMadeUp{"000000", "00155d", "0021f6",
                                                  "002248", "6045bd", "7c1e52"};

bool is_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

std::string lower(std::string_view digits) {
  std::string text{digits};
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

// How many digits the line begins with.
std::size_t leading_digits(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
}

// The digits behind the OUI that are the same in all of "900000-9FFFFF"; nothing where it is no
// block.
std::optional<std::string> block_of(std::string_view range) {
  if (range.size() != 13 || range[6] != '-' || leading_digits(range) != 6 ||
      leading_digits(range.substr(7)) != 6) {
    return std::nullopt;
  }
  const std::string first = lower(range.substr(0, 6)), last = lower(range.substr(7));
  std::size_t same = 0;
  while (same < 6 && first[same] == last[same]) ++same;
  const bool whole = first.find_first_not_of('0', same) == first.npos &&
                     last.find_first_not_of('f', same) == last.npos;
  if (!whole) return std::nullopt;
  return first.substr(0, same);
}

class Importer {
 public:
  Importer(const PackInput& input, const Names& names, PackWriter& pack)
      : input_{input}, names_{names}, pack_{pack} {}

  void import() {
    for_each_line(input_.content,
                  [&](std::uint64_t number, std::string_view text) { line(number, text); });
  }

 private:
  void line(std::uint64_t number, std::string_view text) {
    place_ = {input_.name, number, 1};
    const std::size_t base16 = text.find("(base 16)");
    if (base16 != text.npos) {
      row(trimmed(text.substr(0, base16)), trimmed(text.substr(base16 + 9)));
    } else if (const std::size_t hex = text.find("(hex)"); hex != text.npos) {
      oui_ = lower(trimmed(text.substr(0, hex)));
      std::erase(oui_, '-');
    } else if (const std::size_t digits = leading_digits(text);
               digits >= 6 && digits < text.size() &&
               (text[digits] == ' ' || text[digits] == '\t')) {
      prefix(lower(text.substr(0, digits)), trimmed(text.substr(digits)));
    }
  }

  void row(std::string_view range, std::string_view organization) {
    if (leading_digits(range) == range.size()) return prefix(lower(range), organization);
    const auto block = block_of(range);
    if (!block || oui_.size() != 6 || leading_digits(oui_) != 6) {
      pack_.row();
      return pack_.not_converted(
          place_, "'" + std::string{range.substr(0, kMostName)} + "' is no block of addresses");
    }
    prefix(oui_ + *block, organization);
  }

  void prefix(const std::string& digits, std::string_view organization) {
    pack_.row();
    if (std::ranges::find(kPrefixDigits, digits.size()) == kPrefixDigits.end()) {
      return pack_.not_converted(place_, "a prefix has 6, 7 or 9 digits");
    }
    const auto vendor = vendor_of(digits, organization);
    if (!vendor) return;
    if (auto objection = pack_.add_prefix(digits, *vendor)) {
      return pack_.not_converted(place_, std::move(*objection));
    }
    pack_.converted();
  }

  // Nothing, and why, when the holder of the block says nothing of the device.
  std::optional<std::string> vendor_of(std::string_view digits, std::string_view organization) {
    const auto leave = [&](std::string why) {
      pack_.not_converted(place_, std::move(why));
      return std::nullopt;
    };
    const std::string name{organization.substr(0, kMostName)};
    if (fold(organization).empty()) return leave("it names nobody");
    auto vendor = names_.vendor_of_organization(organization);
    if (vendor && vendor->empty()) return leave("'" + name + "' names no vendor of devices");
    const bool made_up = std::ranges::find(kMadeUp, digits) != kMadeUp.end();
    if (made_up) return leave("such addresses are made up");
    if (vendor) return vendor;
    if (digits.size() == 6) {
      return leave("no vendor '" + name +
                   "' in the taxonomy, and makers of parts hold blocks of this size");
    }
    if (!is_plain_text(organization) || organization.size() > kMostName ||
        organization.find('\t') != organization.npos || organization.front() == '#') {
      return leave("the name is no plain text of at most 80 bytes");
    }
    return name;
  }

  const PackInput& input_;
  const Names& names_;
  PackWriter& pack_;
  RowPlace place_;
  std::string oui_;  // of the block that follows
};

}  // namespace

void import_prefixes(const PackInput& input, const Names& names, PackWriter& pack) {
  Importer{input, names, pack}.import();
}

}  // namespace tapcensus
