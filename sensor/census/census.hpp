// Evidence and sightings to devices with verdicts.
//
// One owner: the control thread. Notes are a set: their order does not matter, as long as no bound
// is reached. Atoms are grouped to devices whenever somebody asks.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/addresses.hpp"
#include "census/atoms.hpp"
#include "census/grouping.hpp"
#include "census/summary.hpp"
#include "census/verdict.hpp"

namespace tapcensus {

struct CensusOptions {
  std::array<std::byte, 16> id_key{};  // device ids are hashes under this key
  std::size_t most_atoms = 262'144;
  std::vector<Prefix> scope;  // devices with an address in one of them are listed; none: all
  unsigned min_sources = 0;   // devices that fewer source families agree on are not listed
};

// One reason for a verdict, for people.
struct Reason {
  DeviceKey who;
  Record record;
};

enum class Reasons : std::uint8_t { given, left_out };

struct Device {
  std::string id;                // "d-" and 16 hexadecimal digits
  std::vector<IpAddress> ips;    // that sent something; sorted
  std::vector<MacAddress> macs;  // its own, not its router's
  Verdict verdict;
  Tick first_seen;  // it sent something
  Tick last_seen;
  Traffic sent;
  Traffic received;
  std::vector<Reason> reasons;  // by source, the strongest first
};

class Census {
 public:
  // The catalogue must outlive the census.
  Census(Catalog& catalog, CensusOptions options);

  // Who sent from a multicast, broadcast or unspecified address without a MAC is nobody: ignored.
  void note(const Evidence& evidence, ClaimId claim);
  // An `owns` sighting was made by the owner itself unless `peer.hardware` names somebody else
  // (a DHCP server); only then it shows that the owner is there.
  void note(const Sighting& sighting);

  // Called now and then while the census is read, which may take long; may not touch the census.
  using Breath = std::function<void()>;

  // Sorted by address; devices that share one stand in order of confidence. Without reasons a
  // device is much smaller.
  std::vector<Device> devices(Reasons reasons = Reasons::given, const Breath& breathe = {}) const;
  // Those of these ids that are there, with their reasons; in no order.
  std::vector<Device> devices_of(const std::set<std::string>& ids,
                                 const Breath& breathe = {}) const;

  // Credits the traffic that came since the last time to the class that each device has now, counts
  // what changed, and says what there is at `now`, in packet time.
  Summary settle(Tick now);

  // Since the beginning, as of the last settle(). Sorted by class.
  std::vector<ClassTraffic> traffic() const;
  std::uint64_t reclassified() const { return reclassified_; }
  // Contradictions found, by the level they are about.
  const std::array<std::uint64_t, kLevels>& contradictions() const { return contradictions_; }

  // Notes of evidence, each (atom, rule, claim) once a minute.
  const std::array<std::uint64_t, kSources>& evidence() const { return evidence_; }
  std::size_t atoms() const { return atoms_.size(); }
  // When one of these is not zero, a bound was hit and the census may lack something.
  std::uint64_t evicted() const { return atoms_.evicted(); }
  std::uint64_t evidence_left_out() const { return atoms_.records_left_out(); }

  const Catalog& catalog() const { return catalog_; }

 private:
  using ClassKey = std::array<std::uint32_t, 4>;

  // Calls say(group, atoms, verdict) for each device that is listed.
  template <class Say>
  void for_each_listed(const Breath& breathe, Say&& say) const;
  bool in_scope(const Group& group, const std::vector<const Atom*>& atoms) const;
  Device describe(const Group& group, const std::vector<const Atom*>& atoms, const Verdict& verdict,
                  Reasons reasons) const;
  std::string id_of(const DeviceKey& identity) const;
  std::uint32_t class_of(const Verdict& verdict);
  DeviceClass labels(const Verdict& verdict) const;
  void credit(Atom& atom);
  void leave(const Atom& atom);

  Catalog& catalog_;
  const CensusOptions options_;
  AtomTable atoms_;
  std::map<ClassKey, std::uint32_t> class_numbers_;  // from 1
  std::vector<ClassTraffic> class_traffic_;          // by number
  std::array<std::uint64_t, kSources> evidence_{};
  std::array<std::uint64_t, kLevels> contradictions_{};
  std::uint64_t reclassified_ = 0;
};

}  // namespace tapcensus
