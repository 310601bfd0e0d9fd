// Verdicts of groups of atoms. Most devices share their set of claims with others, so each set is
// concluded once. Lives for one reading of the census.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "census/grouping.hpp"
#include "census/verdict.hpp"

namespace tapcensus {

// Which records speak of the group: all of its own atoms, but what frames say of the link only
// where the frame was its own.
template <class Say>
void for_each_record(const Group& group, std::span<const Atom* const> atoms, Say&& say) {
  for (const std::uint32_t i : group.atoms) {
    const bool own = atoms[i]->key.hardware == group.identity.hardware;
    for (const Record& record : atoms[i]->records) {
      if (own || record.source != Source::link) say(*atoms[i], record);
    }
  }
  for (const std::uint32_t i : group.forwarded) {
    for (const Record& record : atoms[i]->records) {
      if (record.source == Source::link) say(*atoms[i], record);
    }
  }
}

class Conclusions {
 public:
  explicit Conclusions(Catalog& catalog) : catalog_{catalog} {}

  // Holds as long as this object. Groups with the same claims get the same object.
  const Verdict& of(const Group& group, std::span<const Atom* const> atoms);

 private:
  struct Hash {
    std::size_t operator()(const std::vector<Weighted>& claims) const noexcept;
  };

  Catalog& catalog_;
  std::vector<Weighted> claims_;
  std::vector<Weighted> names_;  // of them, those that follow from the host's name
  std::unordered_map<std::vector<Weighted>, Verdict, Hash> known_;
};

}  // namespace tapcensus
