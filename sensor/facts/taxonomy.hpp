// The closed world of names: what a rule may claim, and what a label may say.
//
// Declared in rules/taxonomy.toml before any rule. A name that is not declared cannot be claimed,
// so nothing that comes off the wire can invent a vendor, a model or a version.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapcensus {

// The levels of a verdict: two trees, vendor > family > model and os > os_version, and the type.
enum class Level : std::uint8_t { vendor, family, model, type, os, os_version, end_ };

inline constexpr std::size_t kLevels = static_cast<std::size_t>(Level::end_);

inline constexpr std::array<std::string_view, kLevels> kLevelNames{
    "vendor", "family", "model", "type", "os", "os_version",
};

constexpr std::string_view name_of(Level level) noexcept {
  return kLevelNames[static_cast<std::size_t>(level)];
}

// The types of devices, a closed list (CONTRACT.md).
inline constexpr std::array<std::string_view, 23> kDeviceTypes{
    "phone",        "tablet",   "computer", "server",     "tv",      "set_top_box",
    "console",      "wearable", "speaker",  "camera",     "printer", "router",
    "access_point", "switch",   "firewall", "voip_phone", "nas",     "smart_home",
    "plc",          "medical",  "vehicle",  "vm",         "other",
};

struct Vendor {
  std::string country;      // ISO 3166-1 alpha-2 of its headquarters
  std::string parent = {};  // the vendor that owns it; empty when none that is declared does
};

struct Family {
  std::string vendor;
  std::string type;  // empty when the family has several
  std::string os;    // empty when the family has several
};

struct Model {
  std::string family;
};

// When a version came out, and until when its maker mends it for everyone.
struct Release {
  std::chrono::year_month_day released;
  std::optional<std::chrono::year_month_day> supported_until;  // none: not announced
};

struct System {
  std::string vendor;  // empty when nobody sells it (Linux)
  std::vector<std::string>
      versions;  // a captured version must equal one, or continue it after a dot
  std::map<std::string, Release, std::less<>> releases{};  // of some versions
  // The system whose kernel its versions run on, of HarmonyOS those before 5; empty: its own.
  std::string kernel{};
  // The system that it is a kind of: what names the wider one, and a version that both have, may as
  // well mean the narrower (Android TV calls itself Android to DHCP servers). Empty: of none.
  std::string kind_of{};
};

// What speaks on a device: a family of clients.
struct Application {
  std::string covers;     // who is among them
  bool pretends = false;  // to be devices that they are not: where one speaks, nothing else counts
};

struct Taxonomy {
  std::map<std::string, Vendor, std::less<>> vendors;
  std::map<std::string, Family, std::less<>> families;
  std::map<std::string, Model, std::less<>> models;
  std::map<std::string, System, std::less<>> systems;
  std::map<std::string, Application, std::less<>> applications;
  // Organizations that hold blocks of hardware addresses, by the words with which their names
  // begin: the vendor of what they make. Empty: parts of others' devices, or virtual machines. For
  // packs made of address lists; the image of compiled rules does not keep them.
  std::map<std::string, std::string, std::less<>> organizations;

  bool declares(Level level, std::string_view name) const;
  // Whether `version` is one of `os`, or a finer one: digits and dots only, at most four parts of
  // at most five digits.
  bool declares_version(std::string_view os, std::string_view version) const;
  // Whether `os` is declared as a kind of `wider`.
  bool is_kind(std::string_view os, std::string_view wider) const;
  // The dates of `version`, or of the one that it continues; null where none are known.
  const Release* release_of(std::string_view os, std::string_view version) const;
};

}  // namespace tapcensus
