// NICs by their PCI address, and what stands between them and DPDK.
#pragma once

#include <optional>
#include <string>

namespace tapcensus {

// "0000:03:00.0", from that or from "03:00.0"; nothing when the text is neither.
std::optional<std::string> pci_address(const std::string& text);

// Why DPDK cannot have the NIC, in words that say what to do; empty when it can. `devices` is where
// the kernel lists what is on the bus.
std::string nic_refused(const std::string& address,
                        const std::string& devices = "/sys/bus/pci/devices");

// The same of the memory that NICs want.
std::string huge_pages_missing();

}  // namespace tapcensus
