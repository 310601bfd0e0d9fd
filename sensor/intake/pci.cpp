#include "intake/pci.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string_view>

namespace tapcensus {
namespace {

namespace fs = std::filesystem;

// Drivers under which DPDK takes a NIC: those that hand it to user space, and those of NICs that
// the kernel and DPDK share.
constexpr std::array<std::string_view, 6> kShared{"vfio-pci",  "uio_pci_generic", "igb_uio",
                                                  "mlx4_core", "mlx5_core",       "mana"};

}  // namespace

std::optional<std::string> pci_address(const std::string& text) {
  static const std::regex kAddress{"(?:([0-9a-fA-F]{4}):)?([0-9a-fA-F]{2}:[0-9a-fA-F]{2}\\.[0-7])"};
  std::smatch match;
  if (!std::regex_match(text, match, kAddress)) return std::nullopt;
  std::string address = (match[1].matched ? match[1].str() : "0000") + ":" + match[2].str();
  std::ranges::transform(address, address.begin(), [](char c) {
    return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return address;
}

std::string nic_refused(const std::string& address, const std::string& devices) {
  const fs::path device = fs::path{devices} / address;
  if (!fs::exists(device)) {
    return "there is no such device; dpdk-devbind.py --status lists the NICs of this machine";
  }
  std::error_code error;
  const std::string driver = fs::read_symlink(device / "driver", error).filename();
  if (std::ranges::find(kShared, driver) != kShared.end()) return {};
  return (driver.empty() ? "no driver hands it to DPDK"
                         : "the kernel has it, by its driver " + driver) +
         "; give it to DPDK: dpdk-devbind.py --bind=vfio-pci " + address;
}

std::string huge_pages_missing() {
  std::error_code error;
  for (const auto& size : fs::directory_iterator{"/sys/kernel/mm/hugepages", error}) {
    std::ifstream file{size.path() / "free_hugepages"};
    std::uint64_t pages = 0;
    if (file >> pages && pages > 0) return {};
  }
  return "NICs want huge pages and none is free; reserve some: sysctl -w vm.nr_hugepages=1024";
}

}  // namespace tapcensus
