// Which taps there are to be, and of which ports each is made; and what is wrong with the wishes.
// Seen only by the room itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "intake/intake.hpp"
#include "intake/interface.hpp"

namespace tapcensus {

enum class PortKind : std::uint8_t { vdev, interface, nic, replay };

struct PortPlan {
  PortKind kind = PortKind::vdev;
  std::string device;      // as DPDK calls it
  std::string argument;    // what EAL is given after --vdev= or -a
  std::string label;       // as people call it
  std::size_t inputs = 0;  // queues that it has whatever is asked for; 0 when that can be chosen
  bool waits = false;      // loses nothing when nobody reads it: a file
  bool endless = false;    // and yet it may be lost from, since there is always more
  bool steered = false;    // a NIC, which chooses the queue by a hash
};

struct TapPlan {
  std::string name;
  std::vector<PortPlan> ports;
};

// All taps in the order of their numbers. The replay comes last.
std::vector<TapPlan> plan_of(const IntakeOptions& options);

// All that can be known to be wrong before DPDK is started.
Errors mistakes_in(const IntakeOptions& options, const std::vector<TapPlan>& taps);

}  // namespace tapcensus
