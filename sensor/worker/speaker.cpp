#include "worker/speaker.hpp"

#include <array>

#include "base/hash.hpp"

namespace tapcensus {
namespace {

std::uint64_t device_hash(const DeviceKey& who, std::uint64_t minute) noexcept {
  static_assert(sizeof(DeviceKey) == 22);
  return hash_of(std::string_view{reinterpret_cast<const char*>(&who), sizeof who}, minute);
}

// A text speaks of the sender; one about the link only of the sender's hardware, which may forward
// for others; a DHCP message of the client it names, who has no address yet.
DeviceKey speaks_of(const Origin& origin, const MacAddress& subject, Field field) noexcept {
  if (!subject.none()) return {subject, {}};
  if (source_of(field) == Source::link) return {origin.layers.source_mac, {}};
  return {origin.layers.source_mac, origin.layers.source};
}

// The first nine digits of an address: of the smallest blocks that are given away.
class BlockDigits {
 public:
  std::string_view of(const MacAddress& address) noexcept {
    constexpr std::string_view kDigits = "0123456789abcdef";
    for (std::size_t i = 0; i < digits_.size(); ++i) {
      const auto octet = static_cast<unsigned>(address.octets[i / 2]);
      digits_[i] = kDigits[i % 2 == 0 ? octet >> 4 : octet & 15];
    }
    return {digits_.data(), digits_.size()};
  }

 private:
  std::array<char, kPrefixDigits.front()> digits_;
};

}  // namespace

void Speaker::say(const Origin& origin, Findings& findings, Repeats& repeats) noexcept {
  for (const Finding& finding : findings.all()) say(origin, findings.subject(), finding, repeats);
  for (const AddressClaim& claim : findings.claims()) say(origin, claim, repeats);
  if (findings.left_out() > 0) tallies_.events[Event::findings_left_out].add(findings.left_out());
  findings.clear();
}

void Speaker::say(const Origin& origin, const MacAddress& subject, const Finding& heard,
                  Repeats& repeats) noexcept {
  const DeviceKey who = speaks_of(origin, subject, heard.field);
  if (listener_ != nullptr) listener_->hear(origin, who.hardware, heard);
  BlockDigits block;
  const bool by_block = heard.field == Field::eth_oui && rules_.newest().asks_address_blocks();
  const Finding finding{heard.field, by_block ? block.of(who.hardware) : heard.text};
  if (!rules_.newest().asks(finding.field)) {
    tallies_.unmatched[finding.field].add();
    return;
  }
  const std::uint64_t asked = static_cast<std::uint64_t>(finding.field) + (rules_.number() << 16);
  const std::uint64_t what = hash_of(finding.text, device_hash(who, origin.at.minute()) + asked);
  if (repeats.repeated(what)) return;
  bool known = false;
  rules_.newest().match(finding, worker_, [&](RuleId rule) {
    known = true;
    say(origin, who, rule, finding.field, finding.text);
  });
  if (!known) tallies_.unmatched[finding.field].add();
}

void Speaker::say(const Origin& origin, const DeviceKey& who, RuleId rule, Field field,
                  std::string_view text) noexcept {
  const Evidence evidence{.who = who,
                          .seen = origin.at,
                          .frame = origin.frame,
                          .rule = rule,
                          .field = field,
                          .text = Text<256>{text}};
  if (!outbox_.push(evidence)) tallies_.events[Event::evidence_lost].add();
}

void Speaker::say_rule(const Origin& origin, RuleId rule, std::string_view text,
                       Repeats& repeats) noexcept {
  const Layers& layers = origin.layers;
  const Field field = layers.transport == Transport::udp ? Field::payload_udp : Field::payload_tcp;
  const DeviceKey who = speaks_of(origin, {}, field);
  const std::uint64_t asked =
      static_cast<std::uint64_t>(field) + (static_cast<std::uint64_t>(rule) << 16);
  if (repeats.repeated(device_hash(who, origin.at.minute()) + mix(asked, 0))) return;
  say(origin, who, rule, field, text);
}

void Speaker::say_signature(const Origin& origin, RuleId signature) noexcept {
  const Layers& layers = origin.layers;
  const SignatureMatch match{.source = {layers.source_mac, layers.source},
                             .target = {layers.target_mac, layers.target},
                             .seen = origin.at,
                             .frame = origin.frame,
                             .rule = signature};
  if (!outbox_.push(match)) tallies_.events[Event::matches_lost].add();
}

void Speaker::say(const Origin& origin, const AddressClaim& claim, Repeats& repeats) noexcept {
  const bool routes = claim.what == Claiming::routes;
  const DeviceKey who{claim.hardware, routes ? IpAddress{} : claim.address};
  // Who says it counts, too: a server's word is another than the owner's own.
  const std::uint64_t said =
      device_hash({origin.layers.source_mac, {}}, origin.at.minute()) + (routes ? 1 : 2);
  if (repeats.repeated(device_hash(who, said))) return;
  say(Sighting{.who = who,
               .peer = {origin.layers.source_mac, {}},  // who says so
               .first_seen = origin.at,
               .last_seen = origin.at,
               .frame = origin.frame,
               .packets = 0,
               .bytes = 0,
               .flows = 0,
               .least_ttl = 255,
               .most_ttl = 0,
               .kind = routes ? SightingKind::routes : SightingKind::owns});
}

void Speaker::say(const Sighting& sighting) noexcept {
  if (!outbox_.push(sighting)) tallies_.events[Event::sightings_lost].add();
}

}  // namespace tapcensus
