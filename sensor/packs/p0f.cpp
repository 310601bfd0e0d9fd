// p0f.fp: shapes of handshakes, as p0f 3 writes them.
//
//     [tcp:request]
//     label = s:unix:Linux:3.11 and newer
//     sig   = *:64:0:*:mss*20,10:mss,sok,ts,nop,ws:df,id+:0
//
// Of a section the specific signatures ("s") come before the generic ones ("g"), and the first that
// matches counts. Signatures of HTTP and of MTUs have no field of ours.
#include <array>

#include "packs/importers.hpp"
#include "packs/lines.hpp"
#include "packs/xml_list.hpp"

namespace tapcensus {
namespace {

constexpr std::uint8_t kSpecificWeight = 75, kGenericWeight = 62;

struct FirstTtl {
  std::string_view first, seen;  // after so many hops as a path may have
};
constexpr std::array<FirstTtl, 4> kFirstTtls{{
    {"32", R"((?:[1-9]|[12]\d|3[0-2]))"},
    {"64", R"((?:3[3-9]|[45]\d|6[0-4]))"},
    {"128", R"((?:6[5-9]|[7-9]\d|1[01]\d|12[0-8]))"},
    {"255", R"((?:19\d|2[0-4]\d|25[0-5]))"},
}};

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

std::optional<std::string> window_of(std::string_view text) {
  if (text == "*") return "[^:,]+";
  const bool multiple = text.starts_with("mss*") || text.starts_with("mtu*");
  if (is_number(multiple ? text.substr(4) : text)) return as_literal(text);
  return std::nullopt;
}

// What matches such a signature as we note what we observe; nothing, and why, where that cannot be.
std::optional<std::string> expression_of(std::string_view signature, std::string& why) {
  const auto parts = split(signature, ':', 9);
  if (parts.size() != 8) {
    why = "a signature has 8 parts, with ':' between";
    return std::nullopt;
  }
  std::string_view ttl = parts[1];
  if (ttl.ends_with('-')) ttl.remove_suffix(1);
  const auto first = std::ranges::find(kFirstTtls, ttl, &FirstTtl::first);
  const auto window = split(parts[4], ',', 2);
  const auto size = window_of(window.front());
  if (first == kFirstTtls.end() || !size || window.size() != 2) {
    why = first == kFirstTtls.end() ? "no system begins with a TTL of '" + std::string{ttl} + "'"
                                    : "the window '" + std::string{parts[4]} +
                                          "' is no number, and no multiple of the MSS";
    return std::nullopt;
  }
  const auto or_any = [](std::string_view text, std::string_view any) {
    return text == "*" ? std::string{any} : as_literal(text);
  };
  return '^' + or_any(parts[0], "[46]") + ':' + std::string{first->seen} +
         "\\+[0-9?]+:" + or_any(parts[2], "\\d+") + ':' + or_any(parts[3], "[0-9*]+") + ':' +
         *size + ',' + or_any(window[1], "\\d+") + ':' + as_literal(parts[5]) + ':' +
         as_literal(parts[6]) + ':' + or_any(parts[7], "[0+]") + '$';
}

class Importer {
 public:
  Importer(const PackInput& input, const Names& names, PackWriter& pack)
      : input_{input}, names_{names}, pack_{pack} {}

  void import() {
    for_each_line(input_.content, [&](std::uint64_t number, std::string_view text) {
      line({input_.name, number, 1}, trimmed(text));
    });
    for (const auto& [place, rule] : generic_) add(place, rule);
  }

 private:
  void line(const RowPlace& place, std::string_view text) {
    if (text.starts_with('[')) {
      field_ = text == "[tcp:request]"    ? Field::tcp_syn
               : text == "[tcp:response]" ? Field::tcp_synack
                                          : Field::end_;
      label_ = {};
      return;
    }
    const std::size_t equals = text.find('=');
    if (text.starts_with(';') || equals == text.npos) return;
    const std::string_view key = trimmed(text.substr(0, equals));
    if (key == "label") label_ = trimmed(text.substr(equals + 1));
    if (key == "sig") signature(place, trimmed(text.substr(equals + 1)));
  }

  void signature(const RowPlace& place, std::string_view text) {
    pack_.row();
    if (field_ == Field::end_)
      return pack_.not_converted(place, "no field of this section is read");
    const auto label = split(label_, ':', 4);
    if (label.size() != 4) return pack_.not_converted(place, "its label has no 4 parts");
    if (label[1] == "!") return pack_.not_converted(place, "it names a program, not a system");
    const auto system = names_.system(label[2]);
    if (!system) {
      return pack_.not_converted(place,
                                 "no system '" + std::string{label[2]} + "' in the taxonomy");
    }
    std::string why;
    const auto expression = expression_of(text, why);
    if (!expression) return pack_.not_converted(place, std::move(why));
    const bool generic = label[0] == "g";
    ImportedRule rule{.device = {},
                      .field = field_,
                      .matches = *expression,
                      .is = {},
                      .list = "first",
                      .weight = generic ? kGenericWeight : kSpecificWeight};
    at(rule.device, Level::os) = {system->os};
    if (generic) {
      generic_.emplace_back(place, std::move(rule));
    } else {
      add(place, rule);
    }
  }

  void add(const RowPlace& place, const ImportedRule& rule) {
    if (auto objection = pack_.add(place, rule)) {
      return pack_.not_converted(place, std::move(*objection));
    }
    pack_.converted();
  }

  const PackInput& input_;
  const Names& names_;
  PackWriter& pack_;
  Field field_ = Field::end_;
  std::string_view label_;
  std::vector<std::pair<RowPlace, ImportedRule>> generic_;
};

}  // namespace

void import_p0f(const PackInput& input, const Names& names, PackWriter& pack) {
  Importer{input, names, pack}.import();
}

}  // namespace tapcensus
