#include "census/grouping.hpp"

#include <algorithm>
#include <array>
#include <memory_resource>
#include <optional>
#include <unordered_map>

#include "base/hash.hpp"

namespace tapcensus {
namespace {

constexpr std::uint32_t kNowhere = 0xffffffff;
constexpr std::size_t kMostIpv4 = 4;
constexpr std::size_t kMostIpv6Nets = 2;
// Who claims more than this answers for others too (proxy ARP).
constexpr std::size_t kMostClaims = 8;

bool global_v4(const IpAddress& address) {
  const std::uint8_t a = address.octets[12];
  const std::uint8_t b = address.octets[13];
  const bool local = a == 10 || a == 127 || a == 0 || (a == 172 && (b & 0xf0) == 16) ||
                     (a == 192 && b == 168) || (a == 100 && (b & 0xc0) == 64) ||
                     (a == 169 && b == 254);
  return !local;
}

bool global_v6(const IpAddress& address) { return (address.octets[0] & 0xe0) == 0x20; }

std::uint64_t leading(const IpAddress& address, std::size_t from, std::size_t count) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < count; ++i) number = number << 8 | address.octets[from + i];
  return number;
}

// Equal neighbours are counted once: addresses come sorted.
class Different {
 public:
  void add(std::uint64_t value) {
    if (last_ != value) ++count_;
    last_ = value;
  }
  std::size_t count() const { return count_; }

 private:
  std::optional<std::uint64_t> last_;
  std::size_t count_ = 0;
};

// What the atoms of one MAC say together. Add them in the order of their addresses.
class Hardware {
 public:
  void add(const Atom& atom) {
    says_so_ |= atom.routes;
    claims_ += atom.owned && atom.key.network.is_v4() ? 1 : 0;
    const IpAddress& address = atom.key.network;
    if (!atom.spoke || address.unspecified() || address.link_local() || address.loopback()) return;
    forwards_ |= !atom.owned && decremented(atom.most_ttl);
    if (address.is_v4()) {
      ++ipv4_;
      if (global_v4(address)) {
        global_ipv4_.add(leading(address, 12, 3));
      } else {
        private_ = true;
      }
    } else {
      ipv6_.add(leading(address, 0, 8));
      if (global_v6(address)) global_ipv6_.add(leading(address, 0, 4));
    }
  }

  bool router() const {
    return says_so_ || forwards_ || ipv4_ > kMostIpv4 || ipv6_.count() > kMostIpv6Nets ||
           global_ipv4_.count() > 1 || (global_ipv4_.count() > 0 && private_) ||
           global_ipv6_.count() > 1;
  }
  // Whether it may be believed that the atom's address is its own.
  bool owns(const Atom& atom) const {
    if (atom.routes) return true;
    return atom.owned && (claims_ <= kMostClaims || !decremented(atom.most_ttl));
  }

 private:
  bool says_so_ = false;
  bool forwards_ = false;
  bool private_ = false;
  std::size_t claims_ = 0;
  std::size_t ipv4_ = 0;
  Different ipv6_;
  Different global_ipv4_;
  Different global_ipv6_;
};

struct Run {
  std::uint32_t begin;
  std::uint32_t end;
  bool is_virtual;
  Hardware hardware;

  bool none(std::span<const Atom* const> atoms) const { return atoms[begin]->key.hardware.none(); }
};

// Whose an address is: of those that claim it, the last; else the only host that uses it.
struct Owner {
  bool claimed = false;
  Tick when;
  std::uint32_t run = kNowhere;
};

struct AddressHash {
  std::size_t operator()(const IpAddress& address) const noexcept {
    return hash_of({reinterpret_cast<const char*>(address.octets.data()), 16});
  }
};

template <class Value>
using AddressMap = std::pmr::unordered_map<IpAddress, Value, AddressHash>;

class Grouping {
 public:
  explicit Grouping(std::span<const Atom* const> atoms) : atoms_{atoms} {
    owners_.reserve(atoms.size());
    group_of_address_.reserve(atoms.size());
    groups_.reserve(atoms.size());
    find_runs();
    find_owners();
  }

  std::vector<Group> groups() {
    for (std::uint32_t run = 0; run < runs_.size(); ++run) {
      for (std::uint32_t i = runs_[run].begin; i < runs_[run].end; ++i) settle(i, run);
    }
    std::vector<Group> listed;
    listed.reserve(groups_.size());
    for (Group& group : groups_) {
      if (is_device(group)) listed.push_back(std::move(group));
    }
    return listed;
  }

 private:
  // Forwarding alone makes no device of a router: its MAC may be all that is known of it.
  bool is_device(const Group& group) const {
    return std::ranges::any_of(group.atoms, [&](std::uint32_t i) {
      return atoms_[i]->present || (atoms_[i]->framed && host(runs_[run_of_[i]]));
    });
  }

  void find_runs() {
    run_of_.reserve(atoms_.size());
    for (std::uint32_t i = 0; i < atoms_.size(); ++i) {
      const MacAddress& hardware = atoms_[i]->key.hardware;
      if (i == 0 || atoms_[i - 1]->key.hardware != hardware) {
        runs_.push_back({i, i, virtual_router(hardware), {}});
      }
      runs_.back().end = i + 1;
      run_of_.push_back(static_cast<std::uint32_t>(runs_.size() - 1));
      runs_.back().hardware.add(*atoms_[i]);
    }
    group_of_run_.assign(runs_.size(), kNowhere);
  }

  bool host(const Run& run) const {
    return !run.none(atoms_) && !run.is_virtual && !run.hardware.router();
  }

  void find_owners() {
    for (std::uint32_t at = 0; at < runs_.size(); ++at) {
      const Run& run = runs_[at];
      if (run.none(atoms_) || run.is_virtual) continue;
      const bool is_host = host(run);
      for (std::uint32_t i = run.begin; i < run.end; ++i) {
        const Atom& atom = *atoms_[i];
        const bool claimed = run.hardware.owns(atom);
        if (atom.key.network.unspecified() || !(claimed || (is_host && atom.spoke))) continue;
        enter(owners_[atom.key.network], {claimed, atom.claimed, at});
      }
    }
  }

  // Runs come in the order of their MACs, so a tie goes to the greater one.
  static void enter(Owner& owner, const Owner& next) {
    if (owner.run == kNowhere || next.claimed > owner.claimed) {
      owner = next;
    } else if (next.claimed && next.when >= owner.when) {
      owner = next;
    } else if (!owner.claimed) {
      owner.when = Tick{1};  // two hosts use it: nobody's
    }
  }

  std::uint32_t owner_of(const IpAddress& address) const {
    const auto owner = owners_.find(address);
    if (owner == owners_.end()) return kNowhere;
    const bool disputed = !owner->second.claimed && owner->second.when != Tick{};
    return disputed ? kNowhere : owner->second.run;
  }

  void settle(std::uint32_t i, std::uint32_t at) {
    const Run& run = runs_[at];
    const std::uint32_t home = home_of(i, at);
    if (home != kNowhere) groups_[home].atoms.push_back(i);
    if (run.none(atoms_) || run.is_virtual) return;
    const auto about_link = [](const Record& record) { return record.source == Source::link; };
    if (std::ranges::none_of(atoms_[i]->records, about_link)) return;
    const std::uint32_t port = of_run(at);
    if (port != home) groups_[port].forwarded.push_back(i);
  }

  std::uint32_t home_of(std::uint32_t i, std::uint32_t at) {
    const Run& run = runs_[at];
    const IpAddress& address = atoms_[i]->key.network;
    const bool nameless = run.none(atoms_) || run.is_virtual;
    if (host(run)) return of_run(at);
    if (address.unspecified()) return nameless ? kNowhere : of_run(at);
    if (!nameless && (address.link_local() || run.hardware.owns(*atoms_[i]))) return of_run(at);
    const std::uint32_t owner = owner_of(address);
    if (owner != kNowhere) return of_run(owner);
    // Link-local addresses of a virtual MAC are the redundancy protocol's, not a device's.
    if (run.is_virtual && address.link_local()) return kNowhere;
    return of_address(address);
  }

  std::uint32_t of_run(std::uint32_t at) {
    std::uint32_t& group = group_of_run_[at];
    if (group == kNowhere) group = start({atoms_[runs_[at].begin]->key.hardware, {}});
    return group;
  }

  std::uint32_t of_address(const IpAddress& address) {
    const auto [entry, fresh] = group_of_address_.try_emplace(address, kNowhere);
    if (fresh) entry->second = start({{}, address});
    return entry->second;
  }

  std::uint32_t start(const DeviceKey& identity) {
    groups_.push_back({identity, {}, {}});
    return static_cast<std::uint32_t>(groups_.size() - 1);
  }

  std::span<const Atom* const> atoms_;
  std::vector<Run> runs_;
  std::vector<std::uint32_t> run_of_;
  std::pmr::monotonic_buffer_resource room_;  // of both maps, given back at once
  AddressMap<Owner> owners_{&room_};
  std::vector<std::uint32_t> group_of_run_;
  AddressMap<std::uint32_t> group_of_address_{&room_};
  std::vector<Group> groups_;
};

}  // namespace

bool virtual_router(const MacAddress& hardware) noexcept {
  const auto& m = hardware.octets;
  const auto begins = [&](auto... octets) {
    const std::array prefix{static_cast<std::uint8_t>(octets)...};
    return std::equal(prefix.begin(), prefix.end(), m.begin());
  };
  return begins(0x00, 0x00, 0x5e, 0x00, 0x01) ||                       // VRRP, CARP: RFC 5798, 7.3
         begins(0x00, 0x00, 0x5e, 0x00, 0x02) ||                       // VRRP for IPv6
         begins(0x00, 0x00, 0x0c, 0x07, 0xac) ||                       // HSRP version 1: RFC 2281
         (begins(0x00, 0x00, 0x0c, 0x9f) && (m[4] & 0xf0) == 0xf0) ||  // HSRP version 2
         (begins(0x00, 0x05, 0x73, 0xa0) && (m[4] & 0xf0) == 0) ||     // HSRP for IPv6
         begins(0x00, 0x07, 0xb4, 0x00);                               // GLBP
}

bool decremented(std::uint8_t ttl) noexcept {
  return ttl > 32 && ttl != 60 && ttl != 64 && ttl != 128 && ttl != 255;
}

std::vector<Group> group(std::span<const Atom* const> atoms) { return Grouping{atoms}.groups(); }

}  // namespace tapcensus
