// Sightings and evidence said in words: who sent what, who claims which address, who routes.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "census/census.hpp"
#include "census/world.hpp"

namespace tapcensus {

inline MacAddress mac(std::string_view text) {
  MacAddress address;
  for (std::size_t i = 0; i < 6; ++i) {
    address.octets[i] =
        static_cast<std::uint8_t>(std::stoi(std::string{text.substr(3 * i, 2)}, nullptr, 16));
  }
  return address;
}

inline IpAddress ip(std::string_view text) { return IpAddress::parse(text).value(); }

inline Tick at_second(double seconds) {
  return Tick{1'528'243'200 * kSecond + static_cast<std::uint64_t>(seconds * 1e9)};
}

// "" for the MAC where the tap sees none.
inline DeviceKey key(std::string_view hardware, std::string_view network) {
  return {hardware.empty() ? MacAddress{} : mac(hardware),
          network.empty() ? IpAddress{} : ip(network)};
}

inline Sighting sends(const DeviceKey& who, const DeviceKey& peer, std::uint8_t ttl = 64,
                      double when = 0) {
  return {.who = who,
          .peer = peer,
          .first_seen = at_second(when),
          .last_seen = at_second(when + 1),
          .frame = 1,
          .packets = 10,
          .bytes = 1000,
          .flows = 1,
          .least_ttl = ttl,
          .most_ttl = ttl,
          .kind = SightingKind::traffic};
}

inline Sighting claims(const DeviceKey& who, double when = 0) {
  return {.who = who,
          .peer = {who.hardware, {}},
          .first_seen = at_second(when),
          .last_seen = at_second(when),
          .frame = 1,
          .packets = 0,
          .bytes = 0,
          .flows = 0,
          .least_ttl = 255,
          .most_ttl = 0,
          .kind = SightingKind::owns};
}

inline Sighting is_told_to_own(const DeviceKey& who, std::string_view by) {
  Sighting sighting = claims(who);
  sighting.peer = key(by, "");
  return sighting;
}

inline Sighting routes(std::string_view hardware) {
  Sighting sighting = claims(key(hardware, ""));
  sighting.kind = SightingKind::routes;
  return sighting;
}

struct Heard {
  Evidence evidence;
  ClaimId claim;
};

inline Heard heard(World& world, const DeviceKey& who, Field field, std::uint8_t weight,
                   const std::vector<Said>& said, std::string_view text = "text", double when = 0) {
  const ClaimId claim = world.claim(said);
  const std::string id = std::string{name_of(field)} + ":" + std::to_string(weight) + ":" +
                         std::to_string(static_cast<std::uint32_t>(claim));
  const RuleId rule = world.rule(id, field, weight, claim);
  return {Evidence{.who = who,
                   .seen = at_second(when),
                   .frame = static_cast<std::uint64_t>(when) + 1,
                   .rule = rule,
                   .field = field,
                   .text = decltype(Evidence::text){text}},
          claim};
}

using Note = std::variant<Sighting, Heard>;

inline void enter(Census& census, const std::vector<Note>& notes) {
  for (const Note& note : notes) {
    if (const auto* sighting = std::get_if<Sighting>(&note)) {
      census.note(*sighting);
    } else {
      const Heard& heard = std::get<Heard>(note);
      census.note(heard.evidence, heard.claim);
    }
  }
}

}  // namespace tapcensus
