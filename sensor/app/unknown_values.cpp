#include "app/unknown_values.hpp"

#include <algorithm>
#include <array>

#include "base/hash.hpp"

namespace tapcensus {
namespace {

// Values of these number one device, host or moment: as they are, no rule can be made of them.
constexpr std::array kNumbers{
    Field::dhcp_client_id,      Field::dns_answer,
    Field::dhcpv6_duid,         Field::knx_mac,
    Field::lldp_chassis_id,     Field::smb_guid,
    Field::ssdp_location,       Field::ssdp_usn,
    Field::stp_bridge,          Field::tls_cert_not_after,
    Field::tls_cert_not_before, Field::tls_cert_serial,
    Field::wsd_xaddrs,
};

// Who said it: of DHCP and the link a piece of hardware, else an address.
std::uint64_t source_of(const Origin& origin, const MacAddress& hardware, Field field) noexcept {
  const Source source = tapcensus::source_of(field);
  const bool by_hardware =
      source == Source::dhcp || source == Source::link || origin.layers.source.unspecified();
  const ByteView network = std::as_bytes(std::span{origin.layers.source.octets});
  const ByteView own = std::as_bytes(std::span{hardware.octets});
  return hash_of(as_text(by_hardware && !hardware.none() ? own : network), 0);
}

}  // namespace

void UnknownBuffer::hear(const Origin& origin, const MacAddress& hardware,
                         const Finding& finding) noexcept {
  const std::uint64_t source = source_of(origin, hardware, finding.field);
  const std::uint64_t what =
      hash_of(finding.text, source + static_cast<std::uint64_t>(finding.field));
  std::uint64_t& place = lately_[what % kRemembered];
  if (place == what) return;
  place = what;
  const std::size_t begin = text_.size();
  text_ += finding.text;
  heard_.push_back({origin.frame, source, finding.field, begin, text_.size()});
}

void UnknownBuffer::clear() noexcept {
  text_.clear();
  heard_.clear();
}

void UnknownValues::take(const RuleSet& rules) {
  struct Place {
    const UnknownBuffer* buffer;
    UnknownBuffer::Heard heard;
  };
  std::vector<Place> places;
  for (const UnknownBuffer& buffer : buffers_) {
    for (const UnknownBuffer::Heard& heard : buffer.heard()) places.push_back({&buffer, heard});
  }
  std::ranges::stable_sort(places, {}, [](const Place& place) { return place.heard.frame; });
  for (const Place& place : places) {
    take(rules, place.heard.field, place.buffer->text(place.heard), place.heard.source);
  }
  for (UnknownBuffer& buffer : buffers_) buffer.clear();
}

void UnknownValues::take(const RuleSet& rules, Field field, std::string_view text,
                         std::uint64_t source) {
  if (text.empty() || std::ranges::find(kNumbers, field) != kNumbers.end()) return;
  OfField& of = fields_[field];
  const std::uint64_t hash = hash_of(text, 0);
  if (of.known.contains(hash)) return;
  auto value = text.size() > kMostLength ? of.sources.end() : of.sources.find(std::string{text});
  if (value == of.sources.end()) {
    if (rules.knows({field, text})) {
      if (of.known.size() < kMostValues) of.known.insert(hash);
      return;
    }
    if (text.size() > kMostLength || of.sources.size() == kMostValues || values_ == kMostOfAll) {
      of.complete = false;
      return;
    }
    value = of.sources.try_emplace(std::string{text}).first;
    ++values_;
  }
  if (value->second.size() == kMostSources || mentions_ == kMostMentions) return;
  mentions_ += value->second.insert(source).second ? 1 : 0;
}

std::vector<UnknownField> UnknownValues::by_frequency() const {
  std::vector<UnknownField> fields;
  for (const auto& [field, of] : fields_) {
    if (of.sources.empty() && of.complete) continue;
    UnknownField& unknown = fields.emplace_back(UnknownField{field, {}, of.complete});
    for (const auto& [text, sources] : of.sources) {
      unknown.values.push_back({text, sources.size()});
    }
    std::ranges::sort(unknown.values, [](const UnknownValue& a, const UnknownValue& b) {
      return a.sources != b.sources ? a.sources > b.sources : a.text < b.text;
    });
  }
  return fields;
}

}  // namespace tapcensus
