#include "census/census.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "base/digest.hpp"
#include "census/conclusions.hpp"

namespace tapcensus {
namespace {

constexpr std::uint32_t kUnknown = 0xffffffff;
constexpr std::uint32_t kAmbiguous = 0xfffffffe;
constexpr std::array kClassLevels{Level::vendor, Level::family, Level::type, Level::os};

// Nothing where nobody can be meant.
std::optional<DeviceKey> somebody(DeviceKey key) {
  if (key.hardware.multicast()) key.hardware = {};
  if (key.network.multicast() || key.network.broadcast()) return std::nullopt;
  if (key.network.unspecified()) key.network = {};
  if (key.network.unspecified() && key.hardware.none()) return std::nullopt;
  return key;
}

std::uint64_t seed_of(const std::array<std::byte, 16>& key) {
  return hash_of(as_text(key), 0x7461706365);
}

std::uint32_t number_of(const Verdict& verdict, Level level) {
  const auto at = static_cast<std::size_t>(level);
  if (verdict.values[at]) return static_cast<std::uint32_t>(*verdict.values[at]);
  return verdict.ambiguous[at].empty() ? kUnknown : kAmbiguous;
}

std::string label(const Verdict& verdict, Level level, const Catalog& catalog) {
  const std::uint32_t number = number_of(verdict, level);
  if (number == kUnknown) return "unknown";
  if (number == kAmbiguous) return "ambiguous";
  const ValueId id{number};
  return catalog.declares(id) ? std::string{catalog.name(id)} : "other";
}

std::string origin_of(const Verdict& verdict, const Catalog& catalog) {
  std::string vendor = label(verdict, Level::vendor, catalog);
  const auto entry = catalog.taxonomy.vendors.find(vendor);
  if (entry != catalog.taxonomy.vendors.end() && !entry->second.country.empty()) {
    return entry->second.country;
  }
  return vendor == "ambiguous" ? vendor : "unknown";
}

struct Span {
  Tick first;
  Tick last;
};

Span span_of(const Group& group, std::span<const Atom* const> atoms) {
  Span span{Tick{~std::uint64_t{0}}, {}};
  for (const std::uint32_t i : group.atoms) {
    if (!atoms[i]->present && !atoms[i]->framed) continue;
    span.first = std::min(span.first, atoms[i]->first_seen);
    span.last = std::max(span.last, atoms[i]->last_seen);
  }
  return span;
}

WindowCounts windows_of(Tick last_seen, Tick now) {
  constexpr std::array kSeconds{std::uint64_t{300}, std::uint64_t{3'600}, std::uint64_t{86'400}};
  const std::uint64_t silent = now > last_seen ? now.ns - last_seen.ns : 0;
  WindowCounts counts{};
  for (std::size_t i = 0; i < kSeconds.size(); ++i) counts[i] = silent <= kSeconds[i] * kSecond;
  counts.back() = 1;
  return counts;
}

void add(WindowCounts& sum, const WindowCounts& more) {
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += more[i];
}

// Sums rows that have the same labels, sorted by them.
class Tables {
 public:
  explicit Tables(const Catalog& catalog) : catalog_{catalog} {}

  void add_devices(const Verdict& verdict, const DeviceClass& device_class,
                   const WindowCounts& devices) {
    ClassCount& row = classes_[device_class];
    add(row.devices, devices);
    if (verdict.corroboration >= 2) add(row.corroborated, devices);
    add(versions_[{name(verdict, Level::os), name(verdict, Level::os_version)}], devices);
    if (number_of(verdict, Level::model) != kUnknown) {
      add(models_[{name(verdict, Level::vendor), name(verdict, Level::model)}], devices);
    }
    add(origins_[origin_of(verdict, catalog_)], devices);
    add(corroboration_[verdict.corroboration], devices);
  }

  Summary summary() && {
    Summary summary;
    for (auto& [labels, row] : classes_) {
      row.device_class = labels;
      summary.classes.push_back(std::move(row));
    }
    for (const auto& [labels, count] : versions_) {
      summary.versions.push_back({labels.first, labels.second, count});
    }
    for (const auto& [labels, count] : models_) {
      summary.models.push_back({labels.first, labels.second, count});
    }
    for (const auto& [origin, count] : origins_) summary.origins.push_back({origin, count});
    for (const auto& [sources, count] : corroboration_) {
      summary.corroboration.push_back({sources, count});
    }
    return summary;
  }

 private:
  using Pair = std::pair<std::string, std::string>;

  std::string name(const Verdict& verdict, Level level) const {
    return label(verdict, level, catalog_);
  }

  const Catalog& catalog_;
  std::map<DeviceClass, ClassCount> classes_;
  std::map<Pair, WindowCounts> versions_;
  std::map<Pair, WindowCounts> models_;
  std::map<std::string, WindowCounts> origins_;
  std::map<unsigned, WindowCounts> corroboration_;
};

void sort_reasons(std::vector<Reason>& reasons) {
  std::ranges::sort(reasons, [](const Reason& a, const Reason& b) {
    const Record& x = a.record;
    const Record& y = b.record;
    return std::tie(x.source, y.weight, x.field, x.frame, x.text, x.rule, a.who) <
           std::tie(y.source, x.weight, y.field, y.frame, y.text, y.rule, b.who);
  });
}

// Devices without an address stand last.
std::tuple<bool, IpAddress, MacAddress> place_of(const Device& device) {
  return {device.ips.empty(), device.ips.empty() ? IpAddress{} : device.ips.front(),
          device.macs.empty() ? MacAddress{} : device.macs.front()};
}

// Devices that share an address, directly or through others, stand together, at the place of the
// first of them, in order of confidence.
class Order {
 public:
  explicit Order(std::vector<Device>& devices) : devices_{devices}, leader_(devices.size()) {
    std::ranges::sort(devices, {}, place_of);
    std::iota(leader_.begin(), leader_.end(), std::size_t{0});
    std::map<IpAddress, std::size_t> users;
    for (std::size_t i = 0; i < devices.size(); ++i) {
      for (const IpAddress& ip : devices[i].ips) join(users.try_emplace(ip, i).first->second, i);
    }
  }

  void apply() {
    std::vector<std::size_t> order(devices_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) {
      return std::tuple{find(i), -devices_[i].verdict.confidence, i};
    });
    std::vector<Device> ordered;
    ordered.reserve(devices_.size());
    for (const std::size_t i : order) ordered.push_back(std::move(devices_[i]));
    devices_ = std::move(ordered);
  }

 private:
  std::size_t find(std::size_t i) {
    while (leader_[i] != i) i = leader_[i] = leader_[leader_[i]];
    return i;
  }
  void join(std::size_t a, std::size_t b) {
    const auto [first, second] = std::minmax({find(a), find(b)});
    leader_[second] = first;
  }

  std::vector<Device>& devices_;
  std::vector<std::size_t> leader_;
};

}  // namespace

Census::Census(Catalog& catalog, CensusOptions options)
    : catalog_{catalog},
      options_{std::move(options)},
      atoms_{options_.most_atoms, seed_of(options_.id_key),
             [this](const Atom& atom) { leave(atom); }} {}

void Census::note(const Evidence& evidence, ClaimId claim) {
  const auto who = somebody(evidence.who);
  if (!who) return;
  const RuleEntry& rule = catalog_[evidence.rule];
  const Source source = source_of(evidence.field);
  Atom& atom = atoms_.touch(*who, evidence.seen, true);
  if (rule.field == Field::eth_oui) {
    atom.seen_forwarding(evidence.seen);
  } else {
    atom.seen(evidence.seen, evidence.seen);
    atom.spoke = true;
  }
  if (atoms_.record(atom, evidence, claim, source, rule.weight)) {
    ++evidence_[static_cast<std::size_t>(source)];
  }
}

void Census::note(const Sighting& sighting) {
  const auto who = somebody(sighting.who);
  if (!who) return;
  const MacAddress& speaker = sighting.peer.hardware;
  const bool owns = sighting.kind == SightingKind::owns;
  const bool by_itself =
      !owns || ((speaker.none() || speaker == who->hardware) && !virtual_router(who->hardware));
  Atom& atom = atoms_.touch(*who, sighting.last_seen, by_itself);
  if (by_itself) atom.seen(sighting.first_seen, sighting.last_seen);
  switch (sighting.kind) {
    case SightingKind::owns:
      atom.owned = true;
      atom.claimed = std::max(atom.claimed, sighting.last_seen);
      return;
    case SightingKind::routes: atom.routes = true; return;
    case SightingKind::traffic: break;
  }
  const Traffic traffic{sighting.packets, sighting.bytes, sighting.flows};
  atom.spoke = true;
  atom.most_ttl = std::max(atom.most_ttl, sighting.most_ttl);
  atom.sent += traffic;
  if (const auto peer = somebody(sighting.peer)) {
    atoms_.touch(*peer, sighting.last_seen, false).received += traffic;
  }
}

bool Census::in_scope(const Group& group, const std::vector<const Atom*>& atoms) const {
  if (options_.scope.empty()) return true;
  return std::ranges::any_of(group.atoms, [&](std::uint32_t i) {
    return atoms[i]->present && std::ranges::any_of(options_.scope, [&](const Prefix& prefix) {
             return prefix.contains(atoms[i]->key.network);
           });
  });
}

std::string Census::id_of(const DeviceKey& identity) const {
  const std::string_view key = as_text(options_.id_key);
  const ByteView hardware = std::as_bytes(std::span{identity.hardware.octets});
  const ByteView network = std::as_bytes(std::span{identity.network.octets});
  std::string text{key};
  text += as_text(identity.hardware.none() ? network : hardware);
  text += key;
  return "d-" + std::string{sha256_hex(text).data(), 16};
}

Device Census::describe(const Group& group, const std::vector<const Atom*>& atoms,
                        const Verdict& verdict, Reasons reasons) const {
  Device device;
  device.id = id_of(group.identity);
  if (!group.identity.hardware.none()) device.macs.push_back(group.identity.hardware);
  device.verdict = verdict;
  const Span span = span_of(group, atoms);
  device.first_seen = span.first;
  device.last_seen = span.last;
  for (const std::uint32_t i : group.atoms) {
    const Atom& atom = *atoms[i];
    if (atom.present && !atom.key.network.unspecified()) device.ips.push_back(atom.key.network);
    device.sent += atom.sent;
    device.received += atom.received;
  }
  std::ranges::sort(device.ips);
  device.ips.erase(std::unique(device.ips.begin(), device.ips.end()), device.ips.end());
  if (reasons == Reasons::left_out) return device;
  for_each_record(group, atoms, [&](const Atom& atom, const Record& record) {
    device.reasons.push_back({atom.key, record});
  });
  sort_reasons(device.reasons);
  return device;
}

template <class Say>
void Census::for_each_listed(const Breath& breathe, Say&& say) const {
  constexpr std::size_t kBetweenBreaths = 4096;
  const std::vector<const Atom*> atoms = atoms_.sorted();
  Conclusions conclusions{catalog_};
  std::size_t read = 0;
  for (const Group& group : group(atoms)) {
    if (breathe && read++ % kBetweenBreaths == 0) breathe();
    if (!in_scope(group, atoms)) continue;
    const Verdict& verdict = conclusions.of(group, atoms);
    if (verdict.corroboration >= options_.min_sources) say(group, atoms, verdict);
  }
}

std::vector<Device> Census::devices(Reasons reasons, const Breath& breathe) const {
  std::vector<Device> devices;
  for_each_listed(breathe, [&](const Group& group, const auto& atoms, const Verdict& verdict) {
    devices.push_back(describe(group, atoms, verdict, reasons));
  });
  if (breathe) breathe();
  Order{devices}.apply();
  return devices;
}

std::vector<Device> Census::devices_of(const std::set<std::string>& ids,
                                       const Breath& breathe) const {
  std::vector<Device> devices;
  for_each_listed(breathe, [&](const Group& group, const auto& atoms, const Verdict& verdict) {
    if (!ids.contains(id_of(group.identity))) return;
    devices.push_back(describe(group, atoms, verdict, Reasons::given));
  });
  return devices;
}

DeviceClass Census::labels(const Verdict& verdict) const {
  return {label(verdict, Level::vendor, catalog_), label(verdict, Level::family, catalog_),
          label(verdict, Level::type, catalog_), label(verdict, Level::os, catalog_)};
}

std::uint32_t Census::class_of(const Verdict& verdict) {
  ClassKey key;
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = number_of(verdict, kClassLevels[i]);
  const auto next = static_cast<std::uint32_t>(class_traffic_.size() + 1);
  const auto [entry, fresh] = class_numbers_.try_emplace(key, next);
  if (fresh) class_traffic_.push_back({labels(verdict), {}, {}});
  return entry->second;
}

void Census::credit(Atom& atom) {
  ClassTraffic& traffic = class_traffic_[atom.device_class - 1];
  traffic.sent += atom.sent - atom.credited_sent;
  traffic.received += atom.received - atom.credited_received;
  atom.credited_sent = atom.sent;
  atom.credited_received = atom.received;
}

// What an atom did since the last settle() is credited to the class it had, or to nobody known.
void Census::leave(const Atom& atom) {
  const bool listed = atom.device_class != 0 || (atom.present && options_.scope.empty());
  if (!listed) return;
  const std::uint32_t number = atom.device_class != 0 ? atom.device_class : class_of({});
  ClassTraffic& traffic = class_traffic_[number - 1];
  traffic.sent += atom.sent - atom.credited_sent;
  traffic.received += atom.received - atom.credited_received;
}

Summary Census::settle(Tick now) {
  const std::vector<Atom*> atoms = atoms_.sorted();
  const std::vector<const Atom*> view{atoms.begin(), atoms.end()};
  Conclusions conclusions{catalog_};
  struct Counted {
    std::uint32_t device_class;
    WindowCounts devices{};
  };
  std::unordered_map<const Verdict*, Counted> counted;
  for (const Group& group : group(view)) {
    if (!in_scope(group, view)) continue;
    const Verdict& verdict = conclusions.of(group, view);
    auto entry = counted.find(&verdict);
    if (entry == counted.end()) entry = counted.emplace(&verdict, Counted{class_of(verdict)}).first;
    if (verdict.corroboration >= options_.min_sources) {
      add(entry->second.devices, windows_of(span_of(group, view).last, now));
    }
    bool changed = false;
    LevelSet fresh = verdict.contradictions;
    for (const std::uint32_t i : group.atoms) {
      Atom& atom = *atoms[i];
      changed |= atom.device_class != 0 && atom.device_class != entry->second.device_class;
      atom.device_class = entry->second.device_class;
      credit(atom);
      fresh &= ~LevelSet{atom.contradictions};
      atom.contradictions |= static_cast<std::uint8_t>(verdict.contradictions.to_ulong());
    }
    reclassified_ += changed ? 1 : 0;
    for (std::size_t level = 0; level < kLevels; ++level) contradictions_[level] += fresh[level];
  }
  Tables tables{catalog_};
  for (const auto& [verdict, count] : counted) {
    if (count.devices.back() > 0) tables.add_devices(*verdict, labels(*verdict), count.devices);
  }
  return std::move(tables).summary();
}

std::vector<ClassTraffic> Census::traffic() const {
  std::vector<ClassTraffic> traffic = class_traffic_;
  std::ranges::sort(traffic, {}, &ClassTraffic::device_class);
  return traffic;
}

}  // namespace tapcensus
