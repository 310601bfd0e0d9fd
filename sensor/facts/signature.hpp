// What a payload signature is called and counted under.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace tapcensus {

// Closed lists: both become labels or stand in reports that scripts read.
inline constexpr std::array<std::string_view, 8> kSignatureCategories{
    "backdoor", "exploit", "malware", "policy", "protocol", "ransomware", "scan", "tunnel",
};
inline constexpr std::array<std::string_view, 5> kSeverities{
    "info", "low", "medium", "high", "critical",
};

// Each may become two series.
inline constexpr std::size_t kMostSignatures = 1'000;

struct Signature {
  std::string id;  // "ssh.banner"
  std::string category;
  std::string severity;
};

}  // namespace tapcensus
