#include "census/atoms.hpp"

#include <algorithm>
#include <cstring>
#include <tuple>

namespace tapcensus {

bool Record::note(const Evidence& evidence) {
  const std::uint64_t minute = evidence.seen.minute();
  const std::uint64_t last = last_seen.minute();
  bool fresh = minutes == 0;
  if (fresh) {
    recent = 1;
  } else if (minute > last) {
    const std::uint64_t ahead = minute - last;
    recent = (ahead < 64 ? recent << ahead : 0) | 1;
    fresh = true;
  } else if (last - minute < 64) {
    const std::uint64_t bit = std::uint64_t{1} << (last - minute);
    fresh = (recent & bit) == 0;
    recent |= bit;
  }
  const std::string_view said = evidence.text.view();
  if (minutes == 0 || std::tie(evidence.frame, said) < std::tuple{frame, std::string_view{text}}) {
    frame = evidence.frame;
    text = said;
    cut = evidence.text.cut();
  }
  first_seen = minutes == 0 ? evidence.seen : std::min(first_seen, evidence.seen);
  last_seen = std::max(last_seen, evidence.seen);
  minutes += fresh ? 1 : 0;
  return fresh;
}

void Atom::seen(Tick first, Tick last) {
  first_seen = present || framed ? std::min(first_seen, first) : first;
  last_seen = std::max(last_seen, last);
  present = true;
}

void Atom::seen_forwarding(Tick when) {
  first_seen = present || framed ? std::min(first_seen, when) : when;
  last_seen = std::max(last_seen, when);
  framed = true;
}

std::size_t AtomTable::Hash::operator()(const DeviceKey& key) const noexcept {
  std::array<char, 22> bytes;
  std::memcpy(bytes.data(), key.hardware.octets.data(), 6);
  std::memcpy(bytes.data() + 6, key.network.octets.data(), 16);
  return hash_of({bytes.data(), bytes.size()}, seed);
}

AtomTable::AtomTable(std::size_t most_atoms, std::uint64_t seed,
                     std::function<void(const Atom&)> leave)
    : most_atoms_{std::max<std::size_t>(most_atoms, 8)},
      leave_{std::move(leave)},
      atoms_{0, Hash{seed}} {}

Atom& AtomTable::touch(const DeviceKey& key, Tick when) {
  auto found = atoms_.find(key);
  if (found == atoms_.end()) {
    if (atoms_.size() >= most_atoms_) make_room();
    found = atoms_.try_emplace(key).first;
    found->second.key = key;
  }
  found->second.touched = std::max(found->second.touched, when);
  return found->second;
}

void AtomTable::make_room() {
  struct Candidate {
    bool active;
    Tick touched;
    const DeviceKey* key;

    bool operator<(const Candidate& other) const {
      return std::tie(active, touched, *key) < std::tie(other.active, other.touched, *other.key);
    }
  };
  std::vector<Candidate> candidates;
  candidates.reserve(atoms_.size());
  for (const auto& [key, atom] : atoms_) {
    candidates.push_back({atom.present || atom.framed, atom.touched, &key});
  }
  const std::size_t leaving = std::max<std::size_t>(atoms_.size() / 8, 1);
  const auto last = candidates.begin() + static_cast<std::ptrdiff_t>(leaving);
  std::nth_element(candidates.begin(), last - 1, candidates.end());
  for (auto candidate = candidates.begin(); candidate != last; ++candidate) {
    const auto atom = atoms_.find(*candidate->key);
    leave_(atom->second);
    records_ -= atom->second.records.size();
    atoms_.erase(atom);
  }
  evicted_ += leaving;
}

bool AtomTable::record(Atom& atom, const Evidence& evidence, ClaimId claim, Source source,
                       std::uint8_t weight) {
  const auto known = std::ranges::find_if(atom.records, [&](const Record& record) {
    return record.rule == evidence.rule && record.claim == claim;
  });
  if (known != atom.records.end()) return known->note(evidence);
  Record record{evidence.rule, claim, evidence.field, source, weight, false, 0, 0, {}, {}, 0, {}};
  record.note(evidence);
  if (atom.records.size() < kMostRecords && records_ < 4 * most_atoms_) {
    atom.records.push_back(std::move(record));
    ++records_;
    return true;
  }
  ++records_left_out_;
  if (atom.records.empty()) return false;
  // The least telling one goes, by a measure that does not depend on arrival.
  const auto less_telling = [](const Record& a, const Record& b) {
    return std::tie(a.weight, b.rule, b.text) < std::tie(b.weight, a.rule, a.text);
  };
  const auto least = std::ranges::min_element(atom.records, less_telling);
  if (!less_telling(*least, record)) return false;
  *least = std::move(record);
  return true;
}

namespace {

template <class Pointer, class Atoms>
std::vector<Pointer> sorted_pointers(Atoms& atoms) {
  std::vector<Pointer> all;
  all.reserve(atoms.size());
  for (auto& [key, atom] : atoms) all.push_back(&atom);
  std::ranges::sort(all, {}, [](Pointer atom) -> const DeviceKey& { return atom->key; });
  return all;
}

}  // namespace

std::vector<Atom*> AtomTable::sorted() { return sorted_pointers<Atom*>(atoms_); }

std::vector<const Atom*> AtomTable::sorted() const { return sorted_pointers<const Atom*>(atoms_); }

}  // namespace tapcensus
