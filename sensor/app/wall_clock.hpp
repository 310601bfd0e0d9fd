// The time of day, for people and for metrics; never for packets, who bring their own.
#pragma once

#include <chrono>

namespace tapcensus {

// Seconds since 1970.
inline double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace tapcensus
