#include "present/community_id.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <tuple>
#include <utility>

#include "base/digest.hpp"

namespace tapcensus {
namespace {

constexpr std::uint8_t kIcmp = 1;
constexpr std::uint8_t kIcmpv6 = 58;

using Pairs = std::span<const std::pair<std::uint8_t, std::uint8_t>>;

// Types that answer each other, so that both directions are one flow.
constexpr std::array<std::pair<std::uint8_t, std::uint8_t>, 5> kIcmpPairs{
    {{0, 8}, {9, 10}, {13, 14}, {15, 16}, {17, 18}}};
constexpr std::array<std::pair<std::uint8_t, std::uint8_t>, 6> kIcmpv6Pairs{
    {{128, 129}, {130, 131}, {133, 134}, {135, 136}, {139, 140}, {144, 145}}};

std::optional<std::uint8_t> counterpart(Pairs pairs, std::uint16_t type) noexcept {
  for (const auto& [one, other] : pairs) {
    if (type == one) return other;
    if (type == other) return one;
  }
  return std::nullopt;
}

struct Ordered {
  FlowEnds flow;
  bool one_way = false;
};

// Types without an answer are flows of one direction, and are not turned around.
Ordered with_icmp_ports(FlowEnds flow) noexcept {
  const bool v4 = flow.ip_protocol == kIcmp;
  if (!v4 && flow.ip_protocol != kIcmpv6) return {flow};
  const auto answer = counterpart(v4 ? Pairs{kIcmpPairs} : Pairs{kIcmpv6Pairs}, flow.source_port);
  if (answer) flow.target_port = *answer;
  return {flow, !answer};
}

class Input {
 public:
  void add(std::uint8_t byte) noexcept { bytes_[size_++] = std::byte{byte}; }
  void add16(std::uint16_t number) noexcept {
    add(static_cast<std::uint8_t>(number >> 8));
    add(static_cast<std::uint8_t>(number));
  }
  void add(const IpAddress& address) noexcept {
    for (std::size_t i = address.is_v4() ? 12 : 0; i < 16; ++i) add(address.octets[i]);
  }
  ByteView view() const noexcept { return {bytes_.data(), size_}; }

 private:
  std::array<std::byte, 40> bytes_;
  std::size_t size_ = 0;
};

}  // namespace

CommunityId::CommunityId(const FlowEnds& given) noexcept {
  auto [flow, one_way] = with_icmp_ports(given);
  const bool turned =
      std::tie(flow.target, flow.target_port) < std::tie(flow.source, flow.source_port);
  if (turned && !one_way) {
    std::swap(flow.source, flow.target);
    std::swap(flow.source_port, flow.target_port);
  }
  Input input;
  input.add16(0);  // the seed
  input.add(flow.source);
  input.add(flow.target);
  input.add(flow.ip_protocol);
  input.add(0);
  if (has_ports(flow.ip_protocol) || flow.ip_protocol == kIcmp || flow.ip_protocol == kIcmpv6) {
    input.add16(flow.source_port);
    input.add16(flow.target_port);
  }
  const std::array<std::byte, 20> digest = sha1(input.view());

  static constexpr char kBase64[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  text_[0] = '1';
  text_[1] = ':';
  const auto byte = [&](std::size_t i) {
    return i < digest.size() ? std::to_integer<std::uint32_t>(digest[i]) : 0;
  };
  std::size_t at = 2;
  for (std::size_t i = 0; i < digest.size(); i += 3) {
    const std::uint32_t group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    for (int shift = 18; shift >= 0; shift -= 6) text_[at++] = kBase64[group >> shift & 63];
  }
  text_.back() = '=';  // 20 bytes are one short of a group
}

}  // namespace tapcensus
