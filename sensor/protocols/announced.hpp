// Texts in announcements of the local network: blanks around them, numbers in them, and hardware.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/letters.hpp"
#include "facts/finding.hpp"
#include "protocols/line.hpp"

namespace tapcensus::announced {

// For texts that live as long as the packet.
inline void add(Field field, std::string_view text, Findings& findings) noexcept {
  if (!text.empty()) findings.add(field, text);
}

// The sender of the packet says which hardware it is.
inline void claim_hardware(const MacAddress& hardware, const IpAddress& sender,
                           Findings& findings) noexcept {
  if (hardware.none() || hardware.multicast() || sender.unspecified() || sender.multicast()) return;
  findings.claim(Claiming::owns, hardware, sender);
}

}  // namespace tapcensus::announced
