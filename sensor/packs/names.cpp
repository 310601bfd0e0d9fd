#include "packs/names.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace tapcensus {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// Legal forms, folded. "S.A." and "Co.,Ltd" come apart into such words.
constexpr std::array<std::string_view, 47> kForms{
    "inc",  "incorporated", "ltd",  "limited", "llc", "lp",   "llp", "co",      "company",
    "corp", "corporation",  "gmbh", "ag",      "kg",  "kgaa", "mbh", "sa",      "sas",
    "sarl", "srl",          "spa",  "bv",      "nv",  "ab",   "as",  "asa",     "aps",
    "oy",   "oyj",          "plc",  "pty",     "pte", "pvt",  "sdn", "bhd",     "kk",
    "ltda", "cv",           "sl",   "the",     "s",   "a",    "r",   "private", "p",
    "cokg", "coltd",
};

// Words behind a name that do not make it another one.
constexpr std::array<std::string_view, 14> kGeneral{
    "technologies",  "technology", "electronics",    "systems", "networks",
    "international", "holdings",   "industries",     "mobile",  "mobility",
    "computer",      "group",      "communications", "telecom",
};

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    const char letter = lower(c);
    if (is_word(letter)) {
      words.back() += letter;
    } else if (!words.back().empty() && c != '\'') {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += word;
  return text;
}

template <std::size_t N>
bool has(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

// The name, and what is left of it as words behind it are dropped; the longest first.
std::vector<std::string> forms_of(std::string_view text) {
  std::vector<std::string> words = words_of(text);
  if (words.size() > 1 && words.front() == "the") words.erase(words.begin());
  std::vector<std::string> forms{join(words)};
  while (words.size() > 1 && has(kForms, words.back())) {
    words.pop_back();
    forms.push_back(join(words));
  }
  while (words.size() > 1 && (has(kGeneral, words.back()) || has(kForms, words.back()))) {
    words.pop_back();
    forms.push_back(join(words));
  }
  return forms;
}

void enter(std::unordered_map<std::string, std::string>& index, std::string folded,
           const std::string& name) {
  const auto [known, fresh] = index.emplace(std::move(folded), name);
  if (!fresh && known->second != name) known->second.clear();
}

struct Alias {
  std::string_view folded;
  std::string_view name;
};

constexpr std::array<Alias, 43> kSystemAliases{{
    {"macosx", "macOS"},
    {"osx", "macOS"},
    {"macos", "macOS"},
    {"mac", "macOS"},
    {"iphoneos", "iOS"},
    {"ios", ""},  // Apple's or Cisco's
    {"ipados", "iOS"},
    {"ciscoios", "IOS"},
    {"appleios", "iOS"},
    {"atvosx", "tvOS"},
    {"appletvsoftware", "tvOS"},
    {"chromiumos", "ChromeOS"},
    {"symbianos", "Symbian"},
    {"symbian3", "Symbian"},
    {"symbian3belle", "Symbian"},
    {"symbian3anna", "Symbian"},
    {"windowsmobile", "Windows CE"},
    {"windowsnt", "Windows"},
    {"microsoftwindows", "Windows"},
    {"ubuntu", "Linux"},
    {"kubuntu", "Linux"},
    {"debian", "Linux"},
    {"fedora", "Linux"},
    {"redhat", "Linux"},
    {"redhatlinux", "Linux"},
    {"redhatenterpriselinux", "Linux"},
    {"centos", "Linux"},
    {"gentoo", "Linux"},
    {"suse", "Linux"},
    {"opensuse", "Linux"},
    {"suselinux", "Linux"},
    {"slackware", "Linux"},
    {"mandriva", "Linux"},
    {"mandrake", "Linux"},
    {"mint", "Linux"},
    {"linuxmint", "Linux"},
    {"archlinux", "Linux"},
    {"openwrt", "Linux"},
    {"raspbian", "Linux"},
    {"alpinelinux", "Linux"},
    {"sunos", "Solaris"},
    {"vmwareesxi", "ESXi"},
    {"vmwareesxserver", "ESXi"},
}};

constexpr std::array<Alias, 57> kTypeAliases{{
    {"printer", "printer"},
    {"laserprinter", "printer"},
    {"multifunctiondevice", "printer"},
    {"multifunctionprinter", "printer"},
    {"mfp", "printer"},
    {"scanner", "printer"},
    {"router", "router"},
    {"broadbandrouter", "router"},
    {"wirelessrouter", "router"},
    {"modem", "router"},
    {"dslmodem", "router"},
    {"cablemodem", "router"},
    {"gateway", "router"},
    {"wap", "access_point"},
    {"accesspoint", "access_point"},
    {"wirelessaccesspoint", "access_point"},
    {"switch", "switch"},
    {"hub", "switch"},
    {"firewall", "firewall"},
    {"nas", "nas"},
    {"storage", "nas"},
    {"networkattachedstorage", "nas"},
    {"webcam", "camera"},
    {"camera", "camera"},
    {"ipcamera", "camera"},
    {"dvr", "camera"},
    {"nvr", "camera"},
    {"voip", "voip_phone"},
    {"voipphone", "voip_phone"},
    {"ipphone", "voip_phone"},
    {"voipadapter", "voip_phone"},
    {"gameconsole", "console"},
    {"console", "console"},
    {"gamingconsole", "console"},
    {"phone", "phone"},
    {"mobile", "phone"},
    {"mobilephone", "phone"},
    {"smartphone", "phone"},
    {"tablet", "tablet"},
    {"tv", "tv"},
    {"smarttv", "tv"},
    {"television", "tv"},
    {"settopbox", "set_top_box"},
    {"mediaplayer", "set_top_box"},
    {"streamingmediaplayer", "set_top_box"},
    {"laptop", "computer"},
    {"desktop", "computer"},
    {"workstation", "computer"},
    {"thinclient", "computer"},
    {"server", "server"},
    {"speaker", "speaker"},
    {"smartspeaker", "speaker"},
    {"wearable", "wearable"},
    {"watch", "wearable"},
    {"plc", "plc"},
    {"industrialcontrol", "plc"},
    {"hypervisor", "server"},
}};

}  // namespace

std::string fold(std::string_view text) { return join(words_of(text)); }

Names::Names(const Taxonomy& taxonomy) : taxonomy_{taxonomy} {
  for (const auto& [name, vendor] : taxonomy.vendors) {
    if (std::string folded = fold(name); !folded.empty()) enter(vendors_, std::move(folded), name);
  }
  for (const auto& [name, system] : taxonomy.systems) enter(systems_, fold(name), name);
  for (const auto& [name, vendor] : taxonomy.organizations) {
    organizations_.emplace(fold(name), vendor);
  }
}

std::optional<std::string> Names::vendor_of_organization(std::string_view text) const {
  for (std::vector<std::string> words = words_of(text); !words.empty(); words.pop_back()) {
    const auto known = organizations_.find(join(words));
    if (known != organizations_.end()) return known->second;
  }
  return vendor(text);
}

std::optional<std::string> Names::vendor(std::string_view text) const {
  if (text.empty()) return std::nullopt;
  if (taxonomy_.vendors.contains(text)) return std::string{text};
  for (const std::string& form : forms_of(text)) {
    const auto known = vendors_.find(form);
    if (known == vendors_.end()) continue;
    return known->second.empty() ? std::nullopt : std::optional{known->second};
  }
  return std::nullopt;
}

std::optional<std::string> Names::version(std::string_view os, std::string_view text) const {
  std::string version{text};
  while (version.ends_with(".x") || version.ends_with(".X")) version.resize(version.size() - 2);
  while (!version.empty()) {
    if (taxonomy_.declares_version(os, version)) return version;
    const std::size_t dot = version.rfind('.');
    if (dot == version.npos) break;
    version.resize(dot);
  }
  return std::nullopt;
}

std::optional<Names::SystemName> Names::system(std::string_view text) const {
  if (taxonomy_.systems.contains(text)) return SystemName{std::string{text}, {}};
  // The longest beginning, up to a blank, that is a system; what follows is its version.
  for (std::size_t end = text.size(); end != 0 && end != text.npos;
       end = text.rfind(' ', end - 1)) {
    const std::string_view beginning = text.substr(0, end);
    std::string_view rest = text.substr(end);
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    std::string name;
    if (taxonomy_.systems.contains(beginning)) {
      name = beginning;
    } else {
      const std::string folded = fold(beginning);
      const auto alias = std::ranges::find(kSystemAliases, folded, &Alias::folded);
      const auto known = systems_.find(folded);
      if (alias != kSystemAliases.end()) {
        name = alias->name;
      } else if (known != systems_.end()) {
        name = known->second;
      }
    }
    if (name.empty() || !taxonomy_.systems.contains(name)) continue;
    // A distribution counts its versions otherwise than the kernel.
    const bool distribution = name == "Linux" && !fold(beginning).starts_with("linux");
    return SystemName{name, distribution ? "" : version(name, rest).value_or("")};
  }
  return std::nullopt;
}

std::optional<std::string> Names::family(std::string_view text, std::string_view vendor) const {
  const auto known = taxonomy_.families.find(text);
  if (known == taxonomy_.families.end() || known->second.vendor != vendor) return std::nullopt;
  return known->first;
}

std::optional<std::string> Names::model(std::string_view text, std::string_view vendor) const {
  const auto known = taxonomy_.models.find(text);
  if (known == taxonomy_.models.end() || !family(known->second.family, vendor)) return std::nullopt;
  return known->first;
}

std::optional<std::string> Names::type(std::string_view text) {
  const std::string folded = fold(text);
  const auto known = std::ranges::find(kTypeAliases, folded, &Alias::folded);
  if (known == kTypeAliases.end()) return std::nullopt;
  return std::string{known->name};
}

}  // namespace tapcensus
