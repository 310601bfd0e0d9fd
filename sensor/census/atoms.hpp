// Everything that was noted of each (hardware, address) pair, in bounded memory.
//
// At most so many atoms; over that, an eighth leaves at once: first those that never sent
// anything, then those not heard of for longest. At most 64 different findings an atom, the most
// telling ones, and four an atom on average. What had to go is counted.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/hash.hpp"
#include "facts/catalog.hpp"
#include "facts/evidence.hpp"

namespace tapcensus {

struct Traffic {
  std::uint64_t packets = 0;
  std::uint64_t bytes = 0;  // innermost IP lengths
  std::uint64_t flows = 0;

  Traffic& operator+=(const Traffic& more) {
    packets += more.packets;
    bytes += more.bytes;
    flows += more.flows;
    return *this;
  }
  Traffic operator-(const Traffic& less) const {
    return {packets - less.packets, bytes - less.bytes, flows - less.flows};
  }
};

// What one rule claimed of an atom, over all the times it did.
struct Record {
  RuleId rule;
  ClaimId claim;
  Field field;
  Source source;
  std::uint8_t weight;
  bool cut = false;           // the text was longer
  std::uint32_t minutes = 0;  // different minutes it was seen in
  std::uint64_t recent = 0;   // bit n: seen n minutes before the last one
  Tick first_seen;
  Tick last_seen;
  std::uint64_t frame = 0;  // first packet it was seen in
  std::string text;         // and what it said there

  // False when this minute was counted already.
  bool note(const Evidence& evidence);
};

struct Atom {
  DeviceKey key;
  Tick touched;     // anything at all noted of it
  Tick first_seen;  // it sent something
  Tick last_seen;
  Tick claimed;          // the address was last said to belong to the hardware
  bool present = false;  // it sent something
  bool framed = false;   // it is known only by the hardware of a frame
  bool spoke = false;    // it sent IP packets, or texts
  bool owned = false;
  bool routes = false;
  std::uint8_t most_ttl = 0;        // of TCP packets; 0 when there was none
  std::uint8_t contradictions = 0;  // that were counted already, by level
  std::uint32_t device_class = 0;   // the class that its traffic was last credited to, from 1
  Traffic sent;
  Traffic received;
  Traffic credited_sent;
  Traffic credited_received;
  std::vector<Record> records;

  void seen(Tick first, Tick last);
  // Something was sent by its hardware, though maybe for another device.
  void seen_forwarding(Tick when);
};

class AtomTable {
 public:
  static constexpr std::size_t kMostRecords = 64;

  // `seed` keeps strangers from choosing addresses that collide. `leave` is told of each atom that
  // must go.
  AtomTable(std::size_t most_atoms, std::uint64_t seed, std::function<void(const Atom&)> leave);

  // The atom, new if need be. The reference holds until the next call. `active`: it shows itself,
  // and is not only spoken to or of.
  Atom& touch(const DeviceKey& key, Tick when, bool active);

  // Enters the evidence; false when it was a repetition, or had no room.
  bool record(Atom& atom, const Evidence& evidence, ClaimId claim, Source source,
              std::uint8_t weight);

  // All of them, sorted by key.
  std::vector<Atom*> sorted();
  std::vector<const Atom*> sorted() const;

  std::size_t size() const { return slots_.size() - free_.size(); }
  std::uint64_t evicted() const { return evicted_; }
  std::uint64_t records_left_out() const { return records_left_out_; }

 private:
  struct Place {
    std::uint32_t number = 0;  // of a slot, from 1; 0: nothing stands here
    std::uint32_t tag = 0;     // of the atom's hash: strangers are passed by without a look
  };

  static std::uint32_t tag_of(std::uint64_t hash) noexcept {
    return static_cast<std::uint32_t>(hash >> 32);
  }
  // Never 0.
  std::uint64_t hash(const DeviceKey& key) const noexcept;
  // Where in the index the key stands, or would stand.
  std::size_t place_of(const DeviceKey& key, std::uint64_t hash) const noexcept;
  std::uint32_t add(const DeviceKey& key, std::uint64_t hash);
  void grow_index();
  void rebuild_index();
  void make_room();
  void remove(std::uint32_t slot);

  const std::size_t most_atoms_;
  const std::uint64_t seed_;
  const std::function<void(const Atom&)> leave_;
  std::vector<Atom> slots_;  // address space for all of them is taken at once
  // Beside each slot, for a quick sweep: the time it was touched, above all others once it was
  // active.
  std::vector<std::uint64_t> worth_;
  std::vector<std::uint64_t> hashes_;  // likewise; 0 of a free slot
  std::vector<std::uint32_t> free_;    // slots from 1
  std::vector<Place> index_;           // open addressing, at most half full
  std::size_t records_ = 0;
  std::uint64_t evicted_ = 0;
  std::uint64_t records_left_out_ = 0;
};

}  // namespace tapcensus
