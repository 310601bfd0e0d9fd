#include "app/machine_checks.hpp"

#include <fmt/format.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timex.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <fstream>
#include <memory>

#include "app/http_get.hpp"
#include "app/places.hpp"
#include "match/engine.hpp"
#include "match/mistakes.hpp"
#include "match/rule_set.hpp"
#include "serve/endpoint.hpp"

namespace tapcensus {
namespace {

constexpr const char* kUsualAddress = "127.0.0.1:9848";
constexpr int kLongestFrame = 16 * 1024 - 256;  // that a kernel interface hands over whole

Judgement found(std::string name, State state, std::string finding, std::string command = {}) {
  return {.name = std::move(name),
          .state = state,
          .finding = std::move(finding),
          .advice = {},
          .command = std::move(command)};
}

// A socket that is closed again; -1 with errno when there is none.
class Socket {
 public:
  Socket(int family, int type) : socket_{socket(family, type | SOCK_CLOEXEC, 0)} {}
  ~Socket() {
    if (socket_ >= 0) close(socket_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int get() const { return socket_; }

 private:
  const int socket_;
};

Judgement check_cpus() {
  cpu_set_t set;
  CPU_ZERO(&set);
  sched_getaffinity(0, sizeof set, &set);
  const int cpus = CPU_COUNT(&set);
  if (cpus > 1) {
    return found("CPUs", State::ok,
                 fmt::format("{}: up to {} --workers, and one for the rest", cpus, cpus - 1));
  }
  return found("CPUs", State::warning, "1: a worker and the rest of the sensor share it",
               "taskset -c 0-1 tapcensus run ...");
}

Judgement check_patterns() {
  const std::string engine = fmt::format("Hyperscan {}", hyperscan_version());
  const std::string_view instructions = hyperscan_instructions();
  if (instructions.empty()) {
    return found("patterns", State::failure, engine + " cannot run on this CPU: it has no SSSE3",
                 "lscpu | grep ssse3");
  }
  return found("patterns", State::ok, fmt::format("{}, with {}", engine, instructions));
}

Judgement check_huge_pages() {
  std::ifstream file{"/proc/meminfo"};
  std::string word;
  long pages = 0;
  while (file >> word) {
    if (word == "HugePages_Total:") file >> pages;
  }
  rlimit locked{};
  getrlimit(RLIMIT_MEMLOCK, &locked);
  const std::string lock =
      locked.rlim_cur == RLIM_INFINITY ? "no limit" : fmt::format("{} KiB", locked.rlim_cur / 1024);
  return found("huge pages", State::ok,
               fmt::format("{}; only --port gains by them (locked memory: {})",
                           pages == 0 ? "none" : std::to_string(pages), lock));
}

Judgement check_clock() {
  constexpr std::time_t kThisWasWritten = 1'704'067'200;  // 2024
  if (std::time(nullptr) < kThisWasWritten) {
    return found("clock", State::failure, "it is long before this program was written",
                 "timedatectl set-ntp true");
  }
  timex state{};
  if (adjtimex(&state) == TIME_ERROR) {
    return found("clock", State::warning, "not synchronised: times of several sensors will differ",
                 "timedatectl set-ntp true");
  }
  return found("clock", State::ok, "synchronised");
}

Judgement check_listen() {
  const auto listener = Listener::open(Endpoint::parse(kUsualAddress).value());
  if (listener) {
    close(listener.value().socket);
    return found("listen", State::ok, fmt::format("{} is free", kUsualAddress));
  }
  const auto answer = http_get(kUsualAddress, "/-/healthy", std::chrono::seconds{2});
  if (answer && answer.value().body.starts_with("tapcensus")) {
    return found("listen", State::ok, fmt::format("{}: a sensor is running here", kUsualAddress));
  }
  return found("listen", State::warning, listener.errors().front().sentence(),
               "ss -ltnp 'sport = :9848'");
}

Judgement check_rules() {
  const auto directory = rules_directory({});
  if (!directory) {
    return found("rules", State::failure, directory.errors().front().sentence(),
                 "tapcensus rules check");
  }
  Catalog catalog;
  const auto start = std::chrono::steady_clock::now();
  const auto rules = RuleSet::load(directory.value(), catalog, 1, cache_directory());
  if (!rules) {
    const std::size_t mistakes = rules.errors().size();
    return found("rules", State::failure,
                 fmt::format("{} mistake{}; the first: {}", mistakes, mistakes == 1 ? "" : "s",
                             rules.errors().front().sentence()),
                 "tapcensus rules check");
  }
  const auto seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return found("rules", State::ok,
               fmt::format("{} loaded in {:.2f} s", rules.value()->rows().size(), seconds));
}

Judgement check_permission(bool captures) {
  const Socket raw{AF_PACKET, SOCK_RAW};
  if (raw.get() >= 0) return found("permission", State::ok, "packets may be captured");
  return found("permission", captures ? State::failure : State::warning,
               fmt::format("packets may not be captured: {}", std::strerror(errno)),
               "setcap cap_net_raw,cap_net_admin+ep $(readlink -f $(which tapcensus))");
}

// Asks the kernel about one interface.
class Interface {
 public:
  explicit Interface(const std::string& name) : name_{name}, socket_{AF_INET, SOCK_DGRAM} {}

  bool ask(unsigned long what, ifreq& request) const {
    std::memset(&request, 0, sizeof request);
    name_.copy(request.ifr_name, IFNAMSIZ - 1);
    return ioctl(socket_.get(), what, &request) == 0;
  }
  // False, too, where the driver does not know it.
  bool offload(std::uint32_t command, std::uint32_t bits) const {
    ifreq request{};
    name_.copy(request.ifr_name, IFNAMSIZ - 1);
    ethtool_value value{.cmd = command, .data = 0};
    request.ifr_data = reinterpret_cast<char*>(&value);
    return ioctl(socket_.get(), SIOCETHTOOL, &request) == 0 && (value.data & bits) != 0;
  }

 private:
  const std::string name_;
  const Socket socket_;
};

Judgement no_such(const std::string& name) {
  std::vector<std::string> names;
  const std::unique_ptr<struct if_nameindex, decltype(&if_freenameindex)> all{if_nameindex(),
                                                                              if_freenameindex};
  for (auto* one = all.get(); one != nullptr && one->if_index != 0; ++one) {
    names.emplace_back(one->if_name);
  }
  const std::string meant =
      suggestion(name, std::vector<std::string_view>{names.begin(), names.end()});
  return found(
      "interface", State::failure,
      fmt::format("no interface '{}'{}; there are {}", name, meant, fmt::join(names, ", ")),
      "ip link show");
}

Judgement check_link(const Interface& interface, const std::string& name) {
  ifreq request;
  if (!interface.ask(SIOCGIFFLAGS, request)) return no_such(name);
  const int flags = request.ifr_flags;
  if ((flags & IFF_UP) == 0) {
    return found("interface", State::failure, "it is down", "ip link set " + name + " up");
  }
  if ((flags & IFF_RUNNING) == 0) {
    return found("interface", State::failure,
                 "it has no link: the cable is out, or the other end is down", "ethtool " + name);
  }
  return found("interface", State::ok, "it is up and has a link");
}

Judgement check_mtu(const Interface& interface, const std::string& name) {
  ifreq request;
  if (!interface.ask(SIOCGIFMTU, request)) return found("MTU", State::unknown, "-");
  if (request.ifr_mtu > kLongestFrame) {
    return found(
        "MTU", State::warning,
        fmt::format("{}: frames longer than {} bytes will be cut", request.ifr_mtu, kLongestFrame),
        "ip link set " + name + " mtu 9000");
  }
  return found("MTU", State::ok, std::to_string(request.ifr_mtu));
}

Judgement check_offloads(const Interface& interface, const std::string& name) {
  std::vector<std::string> on;
  if (interface.offload(ETHTOOL_GGRO, ~0u)) on.emplace_back("gro");
  if (interface.offload(ETHTOOL_GFLAGS, ETH_FLAG_LRO)) on.emplace_back("lro");
  if (interface.offload(ETHTOOL_GTSO, ~0u)) on.emplace_back("tso");
  if (interface.offload(ETHTOOL_GGSO, ~0u)) on.emplace_back("gso");
  if (on.empty()) return found("offloads", State::ok, "none merges frames");
  return found("offloads", State::warning,
               fmt::format("{} merge frames: they are not counted as they were on the wire",
                           fmt::join(on, ", ")),
               fmt::format("ethtool -K {} {} off", name, fmt::join(on, " off ")));
}

}  // namespace

std::vector<Judgement> check_machine(bool captures) {
  return {check_cpus(),   check_patterns(), check_huge_pages(),        check_clock(),
          check_listen(), check_rules(),    check_permission(captures)};
}

std::vector<Judgement> check_interface(const std::string& name) {
  if (name.size() >= IFNAMSIZ) return {no_such(name)};
  const Interface interface { name };
  std::vector<Judgement> judgements{check_link(interface, name)};
  if (if_nametoindex(name.c_str()) == 0) return judgements;
  judgements.push_back(check_mtu(interface, name));
  judgements.push_back(check_offloads(interface, name));
  return judgements;
}

}  // namespace tapcensus
