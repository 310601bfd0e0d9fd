// Networks for tests: hosts in namespaces of their own, joined by a hub, and a tap on it that sees
// each frame once, as it was sent.
//
// Nothing leaves the namespaces, and all of them are gone with the network. Their names carry the
// pid of the test, so what a test that died left behind is taken away by the next one.
#pragma once

#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <deque>
#include <filesystem>
#include <initializer_list>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>

#include "base/addresses.hpp"
#include "support/program.hpp"

namespace tapcensus::testing {

// What a script of the shell prints; throws with its messages when one of its commands fails.
inline std::string shell(const std::string& script) {
  Program program{"sh", {"-ec", script}};
  const Ended ended = program.wait();
  if (ended.status != 0) throw std::runtime_error{script + ": " + ended.err};
  return ended.out;
}

class Namespace {
 public:
  explicit Namespace(const std::string& role) : name_{next_name(role)} {
    // Without IPv6 of its own, an interface says nothing unless it is asked to.
    shell("ip netns add " + name_ + "; ip -n " + name_ + " link set lo up; ip netns exec " + name_ +
          " sh -c 'echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6;"
          " echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6'");
  }
  ~Namespace() { remove(name_); }
  Namespace(const Namespace&) = delete;
  Namespace& operator=(const Namespace&) = delete;

  const std::string& name() const { return name_; }

  // Output of a script that runs inside.
  std::string run(const std::string& script) const {
    return shell("ip netns exec " + name_ + " sh -ec '" + script + "'");
  }
  // The words after `ip` that run a program inside; it keeps the process that ip was.
  Program::Arguments words(const std::string& program, const Program::Arguments& arguments) const {
    Program::Arguments words{"netns", "exec", name_, program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return words;
  }

  // Takes away what tests that are gone have left.
  static void sweep() {
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator{"/run/netns", none}) {
      const std::string name = entry.path().filename();
      int pid = 0;
      if (std::sscanf(name.c_str(), "tapcensus-%d-", &pid) != 1 || pid <= 0) continue;
      if (kill(pid, 0) != 0 && errno == ESRCH) remove(name);
    }
  }

 private:
  static std::string next_name(const std::string& role) {
    static std::atomic<int> made{0};
    return "tapcensus-" + std::to_string(getpid()) + "-" + std::to_string(++made) + "-" + role;
  }
  static void remove(const std::string& name) {
    try {
      shell("ip netns pids " + name + " | xargs -r kill -9; ip netns del " + name);
    } catch (const std::exception& failure) {
      std::fprintf(stderr, "%s\n", failure.what());
    }
  }

  const std::string name_;
};

// The calling thread is in the namespace while this lives. Sockets and threads that it makes
// meanwhile stay there.
class Inside {
 public:
  explicit Inside(const Namespace& space)
      : before_{open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)} {
    const int there = open(("/run/netns/" + space.name()).c_str(), O_RDONLY | O_CLOEXEC);
    const int entered = setns(there, CLONE_NEWNET);
    close(there);
    if (entered != 0) throw std::runtime_error{space.name() + ": cannot be entered"};
  }
  ~Inside() {
    setns(before_, CLONE_NEWNET);
    close(before_);
  }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

 private:
  const int before_;
};

// A program that runs in a namespace.
class ProgramIn : public Program {
 public:
  ProgramIn(const Namespace& space, const std::string& program, const Arguments& arguments)
      : Program{"ip", space.words(program, arguments)} {}
};

// A machine with one interface, eth0, whose cable ends in the hub.
class Host {
 public:
  Host(const std::string& role, const MacAddress& mac) : space_{role}, mac_{mac} {}

  const Namespace& space() const { return space_; }
  const MacAddress& mac() const { return mac_; }

  // "10.0.0.2/24"; for IPv6 the address is good at once.
  void address(const std::string& prefix) const {
    if (prefix.find(':') == std::string::npos) {
      space_.run("ip address add " + prefix + " dev eth0");
    } else {
      space_.run("echo 0 >/proc/sys/net/ipv6/conf/eth0/disable_ipv6; ip address add " + prefix +
                 " dev eth0 nodad");
    }
  }
  // Runs a program to its end.
  Ended run(const std::string& program, const Program::Arguments& arguments) const {
    return ProgramIn{space_, program, arguments}.wait();
  }

 private:
  const Namespace space_;
  const MacAddress mac_;
};

// What the kernel counts of an interface, bytes with their Ethernet headers.
struct LinkCounts {
  std::uint64_t packets = 0;
  std::uint64_t bytes = 0;
  std::uint64_t dropped = 0;
};

class Network {
 public:
  static constexpr const char* kTap = "tap0";

  // The hub forgets who is where, so every port gets every frame: the tap, too. Netfilter would
  // drop what has no checksum, and put fragments together.
  Network() : hub_{"hub"} {
    hub_.run(
        "for off in /proc/sys/net/bridge/bridge-nf-call-*; do"
        " if [ -e $off ]; then echo 0 >$off; fi; done;"
        "ip link add hub0 type bridge ageing_time 0 mcast_snooping 0; ip link set hub0 up;"
        "ip link add port_of_tap type veth peer name tap0;"
        "ip link set port_of_tap master hub0" +
        without_offloads("port_of_tap") + without_offloads("tap0") +
        "; ip link set port_of_tap up; ip link set tap0 up");
  }

  // Why there can be no network here; empty when there can.
  static std::string lacks(std::initializer_list<const char*> programs = {}) {
    if (geteuid() != 0) return "namespaces want root";
    std::string missing;
    const auto want = [&](const char* program) {
      if (std::system(("command -v " + std::string{program} + " >/dev/null 2>&1").c_str()) != 0) {
        missing += (missing.empty() ? "not installed: " : ", ") + std::string{program};
      }
    };
    for (const char* const program : {"ip", "ethtool", "xargs"}) want(program);
    for (const char* const program : programs) want(program);
    if (!missing.empty()) return missing;
    Namespace::sweep();
    try {
      const Network network;
    } catch (const std::exception& failure) {
      return failure.what();
    }
    return {};
  }

  // A new machine on the hub; it has no address yet.
  Host& host(const std::string& role, const MacAddress& mac) {
    Host& host = hosts_.emplace_back(role, mac);
    const std::string port = ports_.emplace_back("port_" + std::to_string(hosts_.size()));
    hub_.run("ip link add " + port + " type veth peer name eth0 address " + mac.to_string() +
             " netns " + host.space().name() + "; ip link set " + port + " master hub0" +
             without_offloads(port) + "; ip link set " + port + " up");
    host.space().run(":" + without_offloads("eth0") + "; ip link set eth0 up");
    return host;
  }

  // A machine behind another one, which routes: 192.0.2.1 here, 192.0.2.2 there, by no way of the
  // hub.
  Host& behind(const Host& router, const std::string& role, const MacAddress& mac) {
    Host& host = hosts_.emplace_back(role, mac);
    router.space().run(
        "echo 1 >/proc/sys/net/ipv4/ip_forward;"
        "ip link add away0 type veth peer name eth0 address " +
        mac.to_string() + " netns " + host.space().name() + without_offloads("away0") +
        "; ip link set away0 up; ip address add 192.0.2.1/24 dev away0");
    host.space().run(":" + without_offloads("eth0") +
                     "; ip link set eth0 up; ip address add 192.0.2.2/24 dev eth0;"
                     "ip route add default via 192.0.2.1");
    return host;
  }

  // Where the tap is, and whoever listens on it.
  const Namespace& hub() const { return hub_; }

  // Pulls every cable but the tap's: from now on nothing is sent.
  void hush() const {
    std::string script = ":";
    for (const auto& port : ports_) script += "; ip link set " + port + " down";
    hub_.run(script);
  }

  LinkCounts counts(const std::string& interface = kTap) const {
    return counts_in(hub_, interface, "rx");
  }
  // What a machine has sent.
  static LinkCounts sent_by(const Host& host) { return counts_in(host.space(), "eth0", "tx"); }

 private:
  static std::string without_offloads(const std::string& interface) {
    return "; ethtool -K " + interface + " tso off gso off gro off tx off rx off >/dev/null";
  }
  static LinkCounts counts_in(const Namespace& space, const std::string& interface,
                              const std::string& way) {
    LinkCounts counts;
    std::istringstream lines{space.run("cd /sys/class/net/" + interface + "/statistics; cat " +
                                       way + "_packets " + way + "_bytes " + way + "_dropped")};
    lines >> counts.packets >> counts.bytes >> counts.dropped;
    return counts;
  }

  const Namespace hub_;
  std::deque<Host> hosts_;
  std::vector<std::string> ports_;  // of the hub, where machines are
};

}  // namespace tapcensus::testing
