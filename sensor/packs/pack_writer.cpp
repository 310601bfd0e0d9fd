#include "packs/pack_writer.hpp"

#include <algorithm>

#include "match/expression_check.hpp"

namespace tapcensus {
namespace {

// The length of the UTF-8 character that begins here; 0 when none does (RFC 3629).
std::size_t character_size(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  const bool overlong = (first == 0xe0 && byte(1) < 0xa0) || (first == 0xf0 && byte(1) < 0x90);
  const bool beyond = (first == 0xed && byte(1) > 0x9f) || (first == 0xf4 && byte(1) > 0x8f);
  return overlong || beyond ? 0 : size;
}

void write_names(std::string& out, const DeviceNames& device) {
  out += "device = {";
  bool first = true;
  for (std::size_t level = 0; level < kLevels; ++level) {
    const auto& names = device[level];
    if (names.empty()) continue;
    out += (first ? " " : ", ") + std::string{kLevelNames[level]} + " = ";
    first = false;
    if (names.size() == 1) {
      out += toml_text(names.front());
      continue;
    }
    out += '[';
    for (const std::string& name : names) {
      out += (&name == &names.front() ? "" : ", ") + toml_text(name);
    }
    out += ']';
  }
  out += first ? "}\n" : " }\n";
}

}  // namespace

bool is_silent(const DeviceNames& names) {
  return std::ranges::all_of(names, [](const auto& level) { return level.empty(); });
}

bool is_plain_text(std::string_view text) {
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    if (size == 0 || text.front() == '\0') return false;
    text.remove_prefix(size);
  }
  return true;
}

std::string toml_text(std::string_view text) {
  const bool literal = std::ranges::none_of(
      text, [](char c) { return c == '\'' || c == '\x7f' || static_cast<unsigned char>(c) < ' '; });
  if (literal) return '\'' + std::string{text} + '\'';
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out{'"'};
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      (out += '\\') += c;
    } else if (byte < ' ' || byte == 0x7f) {
      ((out += "\\u00") += kDigits[byte >> 4]) += kDigits[byte & 15];
    } else {
      out += c;
    }
  }
  return out + '"';
}

PackWriter::PackWriter(const PackHead& head, const Taxonomy& taxonomy)
    : head_{head}, taxonomy_{taxonomy} {}

void PackWriter::not_converted(const RowPlace& place, std::string why) {
  if (conversion_.not_converted.size() >= Conversion::kMostTold) return;
  conversion_.not_converted.push_back({std::string{place.file} + ':' + std::to_string(place.line) +
                                           ':' + std::to_string(place.column),
                                       std::move(why)});
}

std::optional<std::string> PackWriter::add(const RowPlace& place, const ImportedRule& rule) {
  const std::string& text = rule.matches.empty() ? rule.is : rule.matches;
  if (count_ >= kMostRules) {
    return "the pack has " + std::to_string(kMostRules) + " rules already";
  }
  if (text.empty()) return "it looks for nothing";
  if (text.size() > kMostText) return "it is longer than " + std::to_string(kMostText) + " bytes";
  if (!is_plain_text(text)) return "it is not UTF-8";
  if (!rule.matches.empty()) {
    if (auto objection = objection_to(rule.matches)) return objection;
  }
  ++count_;
  rules_ += "# " + std::to_string(place.line) + "\n[[rule]]\n";
  write_names(rules_, rule.device);
  rules_ += "when = " + toml_text(name_of(rule.field)) + '\n';
  rules_ += (rule.matches.empty() ? "is = " : "matches = ") + toml_text(text) + '\n';
  if (!rule.list.empty()) rules_ += "list = " + toml_text(rule.list) + '\n';
  rules_ += "weight = " + std::to_string(rule.weight) + "\n\n";
  return std::nullopt;
}

std::optional<std::string> PackWriter::add_prefix(std::string prefix, const std::string& vendor) {
  if (prefixes_.size() >= kMostPrefixes) {
    return "the pack has " + std::to_string(kMostPrefixes) + " prefixes already";
  }
  if (!taxonomy_.vendors.contains(vendor)) {
    if (vendors_.size() >= kMostPackVendors && !vendors_.contains(vendor)) {
      return "the pack declares " + std::to_string(kMostPackVendors) + " vendors already";
    }
    vendors_.emplace(vendor, true);
  }
  const auto [known, fresh] = prefixes_.emplace(std::move(prefix), vendor);
  if (fresh || known->second == vendor) return std::nullopt;
  return "the prefix is '" + known->second + "' already";
}

Conversion PackWriter::finish(std::uint8_t prefix_weight) {
  auto& files = conversion_.files;
  files.push_back({"pack.toml", "[pack]\nname = " + toml_text(head_.name) +
                                    "\nversion = " + toml_text(head_.version) +
                                    "\nlicence = " + toml_text(head_.licence) +
                                    "\nsource = " + toml_text(head_.source) + '\n'});
  if (!vendors_.empty()) {
    std::string lines;
    for (const auto& [name, here] : vendors_) lines += name + "\t\n";
    files.push_back({"vendors.tsv", std::move(lines)});
  }
  if (!prefixes_.empty()) {
    std::string lines;
    for (const auto& [prefix, vendor] : prefixes_) ((lines += prefix + '\t') += vendor) += '\n';
    files.push_back({"prefixes.tsv", std::move(lines)});
    rules_ += "[[table]]\nwhen = 'eth.oui'\nfile = 'prefixes.tsv'\nlevel = 'vendor'\nweight = " +
              std::to_string(prefix_weight) + '\n';
  }
  if (!rules_.empty()) files.push_back({"rules.toml", std::move(rules_)});
  return std::move(conversion_);
}

}  // namespace tapcensus
