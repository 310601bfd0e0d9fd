// What the kernel says about its network interfaces. Asking needs no privilege.
//
// An interface is known by its index: one that was removed and made anew under the same name is
// another one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "wire/packet.hpp"

namespace tapcensus {

struct InterfaceState {
  unsigned index = 0;
  bool up = false;       // as the administrator set it
  bool carrier = false;  // and there is a link
  Link link = Link::ethernet;
};

// Of this network namespace, by name.
std::vector<std::string> interface_names();

// A socket for questions, kept so that asking again costs little.
class Interfaces {
 public:
  Interfaces();
  ~Interfaces();
  Interfaces(const Interfaces&) = delete;
  Interfaces& operator=(const Interfaces&) = delete;

  // Nothing when there is no such interface.
  std::optional<InterfaceState> state(const std::string& name) const noexcept;

  // What the interface is called now: it may have been renamed. Nothing when it is gone.
  std::optional<std::string> name_of(unsigned index) const noexcept;

  // Bytes a second; 0 when unknown.
  std::uint64_t speed(const std::string& name) const noexcept;

  // Offloads that put several frames of the wire into one before a tap sees them, by the names that
  // ethtool -K takes; only those that are on.
  std::vector<std::string> merging(const std::string& name) const;

 private:
  int socket_;
};

// Why this process may not capture from interfaces, in words that say what to do; empty when it
// may.
std::string capture_refused();

}  // namespace tapcensus
