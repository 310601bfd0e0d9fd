#include "census/atoms.hpp"

#include <algorithm>
#include <tuple>

namespace tapcensus {
namespace {

constexpr std::uint64_t kActive = std::uint64_t{1} << 63;

}  // namespace

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
    field = evidence.field;
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

AtomTable::AtomTable(std::size_t most_atoms, std::uint64_t seed,
                     std::function<void(const Atom&)> leave)
    : most_atoms_{std::max<std::size_t>(most_atoms, 8)},
      seed_{seed},
      leave_{std::move(leave)},
      index_(1024) {
  slots_.reserve(most_atoms_);
}

std::uint64_t AtomTable::hash(const DeviceKey& key) const noexcept {
  static_assert(sizeof(DeviceKey) == 22, "no padding: the bytes are the value");
  const std::uint64_t hash = hash_of({reinterpret_cast<const char*>(&key), sizeof key}, seed_);
  return hash == 0 ? 1 : hash;
}

std::size_t AtomTable::place_of(const DeviceKey& key, std::uint64_t hash) const noexcept {
  const std::size_t mask = index_.size() - 1;
  std::size_t place = hash & mask;
  while (index_[place].number != 0) {
    if (index_[place].tag == tag_of(hash) && slots_[index_[place].number - 1].key == key) break;
    place = (place + 1) & mask;
  }
  return place;
}

Atom& AtomTable::touch(const DeviceKey& key, Tick when, bool active) {
  const std::uint64_t hash = this->hash(key);
  std::uint32_t number = index_[place_of(key, hash)].number;
  if (number == 0) number = add(key, hash);
  std::uint64_t& worth = worth_[number - 1];
  worth = std::max(worth, when.ns >> 1 | (active ? kActive : worth & kActive));
  return slots_[number - 1];
}

std::uint32_t AtomTable::add(const DeviceKey& key, std::uint64_t hash) {
  if (size() >= most_atoms_) make_room();
  if (free_.empty()) {
    slots_.emplace_back();
    worth_.push_back(0);
    hashes_.push_back(0);
    free_.push_back(static_cast<std::uint32_t>(slots_.size()));
    if (slots_.size() * 2 > index_.size()) grow_index();
  }
  const std::uint32_t number = free_.back();
  free_.pop_back();
  slots_[number - 1].key = key;
  index_[place_of(key, hash)] = {number, tag_of(hash)};
  hashes_[number - 1] = hash;
  return number;
}

void AtomTable::grow_index() {
  index_.resize(index_.size() * 2);
  rebuild_index();
}

// All keys differ, so none is compared.
void AtomTable::rebuild_index() {
  const std::size_t mask = index_.size() - 1;
  std::ranges::fill(index_, Place{});
  for (std::uint32_t slot = 0; slot < hashes_.size(); ++slot) {
    if (hashes_[slot] == 0) continue;
    std::size_t place = hashes_[slot] & mask;
    while (index_[place].number != 0) place = (place + 1) & mask;
    index_[place] = {slot + 1, tag_of(hashes_[slot])};
  }
}

// Only ever called when no slot is free.
void AtomTable::make_room() {
  std::size_t leaving = std::max<std::size_t>(slots_.size() / 8, 1);
  std::vector<std::uint64_t> sorted = worth_;
  const auto last = sorted.begin() + static_cast<std::ptrdiff_t>(leaving - 1);
  std::nth_element(sorted.begin(), last, sorted.end());
  std::size_t at_limit = static_cast<std::size_t>(std::count(sorted.begin(), last + 1, *last));
  evicted_ += leaving;
  for (std::uint32_t slot = 0; leaving > 0 && slot < slots_.size(); ++slot) {
    if (worth_[slot] > *last || (worth_[slot] == *last && at_limit == 0)) continue;
    if (worth_[slot] == *last) --at_limit;
    remove(slot);
    --leaving;
  }
  rebuild_index();
}

void AtomTable::remove(std::uint32_t slot) {
  leave_(slots_[slot]);
  records_ -= slots_[slot].records.size();
  slots_[slot] = Atom{};
  worth_[slot] = 0;
  hashes_[slot] = 0;
  free_.push_back(slot + 1);
}

bool AtomTable::record(Atom& atom, const Evidence& evidence, ClaimId claim, Source source,
                       std::uint8_t weight) {
  const auto known = std::ranges::find_if(atom.records, [&](const Record& record) {
    return record.rule == evidence.rule && record.claim == claim && record.source == source;
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

// A key as numbers that compare as it does, beside its atom: sorting looks at no atom.
template <class Pointer>
struct Keyed {
  std::array<std::uint64_t, 3> key;
  Pointer atom;
};

std::array<std::uint64_t, 3> number_of(const DeviceKey& key) noexcept {
  std::array<std::uint64_t, 3> number{};
  for (const std::uint8_t octet : key.hardware.octets) number[0] = number[0] << 8 | octet;
  for (std::size_t i = 0; i < key.network.octets.size(); ++i) {
    number[1 + i / 8] = number[1 + i / 8] << 8 | key.network.octets[i];
  }
  return number;
}

template <class Pointer, class Slots>
std::vector<Pointer> sorted_pointers(Slots& slots) {
  std::vector<Keyed<Pointer>> keyed;
  keyed.reserve(slots.size());
  for (auto& atom : slots) {
    if (atom.key != DeviceKey{}) keyed.push_back({number_of(atom.key), &atom});
  }
  std::ranges::sort(keyed, {}, &Keyed<Pointer>::key);
  std::vector<Pointer> all;
  all.reserve(keyed.size());
  for (const Keyed<Pointer>& each : keyed) all.push_back(each.atom);
  return all;
}

}  // namespace

std::vector<Atom*> AtomTable::sorted() { return sorted_pointers<Atom*>(slots_); }

std::vector<const Atom*> AtomTable::sorted() const { return sorted_pointers<const Atom*>(slots_); }

}  // namespace tapcensus
