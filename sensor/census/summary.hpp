// The census in numbers, as labels and counts; what a scrape shows. No address and no name of a
// single device is in it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "census/atoms.hpp"

namespace tapcensus {

// How long ago a device was last active: up to 5 minutes, an hour, a day, ever.
inline constexpr std::array<std::string_view, 4> kWindowNames{"5m", "1h", "24h", "all"};
using WindowCounts = std::array<std::uint64_t, kWindowNames.size()>;

// Labels: a name, "unknown" where nothing is known, "ambiguous" where several remain.
struct DeviceClass {
  std::string vendor;
  std::string family;
  std::string type;
  std::string os;

  friend auto operator<=>(const DeviceClass&, const DeviceClass&) = default;
};

struct ClassCount {
  DeviceClass device_class;
  WindowCounts devices{};
  WindowCounts corroborated{};  // of these, by two source families or more
};

struct VersionCount {
  std::string os;
  std::string os_version;
  WindowCounts devices{};
};

struct ModelCount {
  std::string vendor;
  std::string model;
  WindowCounts devices{};
};

struct OriginCount {
  std::string origin;  // the country of the vendor
  WindowCounts devices{};
};

struct CorroborationCount {
  unsigned sources;
  WindowCounts devices{};
};

// Each list sorted by its labels.
struct Summary {
  std::vector<ClassCount> classes;
  std::vector<VersionCount> versions;
  std::vector<ModelCount> models;  // only devices whose model is known or ambiguous
  std::vector<OriginCount> origins;
  std::vector<CorroborationCount> corroboration;
};

// What devices sent and received while they were of this class; never goes down.
struct ClassTraffic {
  DeviceClass device_class;
  Traffic sent;
  Traffic received;
};

}  // namespace tapcensus
