#include "match/engine.hpp"

#include <hs.h>

namespace tapcensus {

std::string_view hyperscan_version() noexcept { return hs_version(); }

std::string_view hyperscan_instructions() noexcept {
  hs_platform_info_t platform{};
  if (hs_valid_platform() != HS_SUCCESS || hs_populate_platform(&platform) != HS_SUCCESS) return {};
  if ((platform.cpu_features & HS_CPU_FEATURES_AVX512) != 0) return "AVX-512";
  return (platform.cpu_features & HS_CPU_FEATURES_AVX2) != 0 ? "AVX2" : "SSSE3";
}

}  // namespace tapcensus
