// What a worker has to say, on its way to the control thread: values in bounded rings.
//
// When a ring is full, a live worker drops and counts. In `read` nothing may be dropped, so whoever
// drives the worker gives it a way to wait.
#pragma once

#include <cstddef>

#include "base/ring.hpp"
#include "facts/evidence.hpp"

namespace tapcensus {

// Called on the worker's thread when a ring is full; returns when there is room.
struct MakeRoom {
  void (*call)(void* context) = nullptr;
  void* context = nullptr;
};

class Outbox {
 public:
  Outbox(std::size_t evidence, std::size_t sightings, std::size_t matches, MakeRoom make_room)
      : evidence_{evidence}, sightings_{sightings}, matches_{matches}, make_room_{make_room} {}

  // False when it had to be dropped.
  bool push(const Evidence& value) noexcept { return push(evidence_, value); }
  bool push(const Sighting& value) noexcept { return push(sightings_, value); }
  bool push(const SignatureMatch& value) noexcept { return push(matches_, value); }

  // For the control thread.
  bool pop(Evidence& value) noexcept { return evidence_.pop(value); }
  bool pop(Sighting& value) noexcept { return sightings_.pop(value); }
  bool pop(SignatureMatch& value) noexcept { return matches_.pop(value); }

 private:
  template <class T>
  bool push(Ring<T>& ring, const T& value) noexcept {
    while (!ring.push(value)) {
      if (make_room_.call == nullptr) return false;
      make_room_.call(make_room_.context);
    }
    return true;
  }

  Ring<Evidence> evidence_;
  Ring<Sighting> sightings_;
  Ring<SignatureMatch> matches_;
  const MakeRoom make_room_;
};

}  // namespace tapcensus
