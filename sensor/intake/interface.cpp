#include "intake/interface.hpp"

#include <ifaddrs.h>
#include <linux/ethtool.h>
#include <linux/if.h>
#include <linux/if_arp.h>
#include <linux/if_packet.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace tapcensus {
namespace {

// Nothing when the name is none.
std::optional<ifreq> question(const std::string& name) noexcept {
  if (name.empty() || name.size() >= IFNAMSIZ) return std::nullopt;
  ifreq request{};
  std::memcpy(request.ifr_name, name.data(), name.size());
  return request;
}

// How libpcap gives frames of interfaces of this kind (ARPHRD_*).
Link link_of(unsigned short kind) noexcept {
  switch (kind) {
    case ARPHRD_ETHER:
    case ARPHRD_LOOPBACK: return Link::ethernet;
    case ARPHRD_NONE:
    case ARPHRD_TUNNEL:
    case ARPHRD_SIT: return Link::raw_ip;
    default: return Link::unsupported;
  }
}

struct Offload {
  const char* name;
  std::uint32_t command;
  std::uint32_t bit;  // of what the command answers
};

constexpr std::array<Offload, 4> kMerging{{{"gro", ETHTOOL_GGRO, 1},
                                           {"lro", ETHTOOL_GFLAGS, ETH_FLAG_LRO},
                                           {"tso", ETHTOOL_GTSO, 1},
                                           {"gso", ETHTOOL_GGSO, 1}}};

// The three masks of link modes that may follow the settings, in words.
constexpr std::size_t kMostMasks = 3 * 127;

}  // namespace

std::vector<std::string> interface_names() {
  std::vector<std::string> names;
  ifaddrs* all = nullptr;
  if (getifaddrs(&all) != 0) return names;
  for (const ifaddrs* one = all; one != nullptr; one = one->ifa_next) {
    names.emplace_back(one->ifa_name);
  }
  freeifaddrs(all);
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

Interfaces::Interfaces() : socket_{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)} {}
Interfaces::~Interfaces() {
  if (socket_ >= 0) ::close(socket_);
}

std::optional<InterfaceState> Interfaces::state(const std::string& name) const noexcept {
  auto request = question(name);
  if (!request || ioctl(socket_, SIOCGIFINDEX, &*request) != 0) return std::nullopt;
  InterfaceState state;
  state.index = static_cast<unsigned>(request->ifr_ifindex);
  if (ioctl(socket_, SIOCGIFFLAGS, &*request) != 0) return std::nullopt;
  const auto flags = static_cast<unsigned short>(request->ifr_flags);
  state.up = (flags & IFF_UP) != 0;
  state.carrier = state.up && (flags & IFF_RUNNING) != 0;
  if (ioctl(socket_, SIOCGIFHWADDR, &*request) != 0) return std::nullopt;
  state.link = link_of(request->ifr_hwaddr.sa_family);
  return state;
}

std::optional<std::string> Interfaces::name_of(unsigned index) const noexcept {
  ifreq request{};
  request.ifr_ifindex = static_cast<int>(index);
  if (ioctl(socket_, SIOCGIFNAME, &request) != 0) return std::nullopt;
  return request.ifr_name;
}

std::uint64_t Interfaces::speed(const std::string& name) const noexcept {
  auto request = question(name);
  if (!request) return 0;
  struct {
    std::array<std::byte, sizeof(ethtool_link_settings)> fixed;
    std::array<std::uint32_t, kMostMasks> masks;
  } answer{};
  const auto ask = [&](int words) {
    ethtool_link_settings settings{};
    settings.cmd = ETHTOOL_GLINKSETTINGS;
    settings.link_mode_masks_nwords = static_cast<std::int8_t>(words);
    std::memcpy(answer.fixed.data(), &settings, sizeof settings);
    request->ifr_data = reinterpret_cast<char*>(&answer);
    if (ioctl(socket_, SIOCETHTOOL, &*request) != 0)
      settings.speed = 0;
    else
      std::memcpy(&settings, answer.fixed.data(), sizeof settings);
    return settings;
  };
  // Asked with no room for the masks, the kernel says how much it wants, as a negative number.
  const int words = -ask(0).link_mode_masks_nwords;
  if (words <= 0) return 0;
  const std::uint32_t megabits = ask(words).speed;
  constexpr std::uint64_t kBytesOfMegabit = 125'000;
  return megabits == static_cast<std::uint32_t>(SPEED_UNKNOWN) ? 0 : megabits * kBytesOfMegabit;
}

std::vector<std::string> Interfaces::merging(const std::string& name) const {
  std::vector<std::string> on;
  auto request = question(name);
  if (!request) return on;
  for (const Offload& offload : kMerging) {
    ethtool_value value{.cmd = offload.command, .data = 0};
    request->ifr_data = reinterpret_cast<char*>(&value);
    const bool answered = ioctl(socket_, SIOCETHTOOL, &*request) == 0;
    if (answered && (value.data & offload.bit) != 0) on.emplace_back(offload.name);
  }
  return on;
}

std::string capture_refused() {
  // Protocol 0: nothing is captured by trying.
  const int socket = ::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  if (socket >= 0) {
    ::close(socket);
    return {};
  }
  if (errno != EPERM && errno != EACCES) {
    return std::string{"the kernel gives no packets: "} + std::strerror(errno);
  }
  std::error_code ignored;
  const std::string program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  return "this user may not capture packets; run it with sudo, or allow the program once: "
         "sudo setcap cap_net_raw+ep " +
         program;
}

}  // namespace tapcensus
