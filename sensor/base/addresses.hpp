// Ethernet and IP addresses as values: compared, hashed, printed, parsed.
//
// An IPv4 address is kept as ::ffff:a.b.c.d, so one type serves both families.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/cursor.hpp"

namespace tapcensus {

struct MacAddress {
  std::array<std::uint8_t, 6> octets{};

  // Takes the first six bytes; all zero when there are fewer.
  static MacAddress of(ByteView bytes) noexcept {
    MacAddress address;
    if (bytes.size() >= 6) std::memcpy(address.octets.data(), bytes.data(), 6);
    return address;
  }

  // No address: the frame had no Ethernet header.
  bool none() const noexcept { return *this == MacAddress{}; }
  bool multicast() const noexcept { return (octets[0] & 1) != 0; }
  bool locally_administered() const noexcept { return (octets[0] & 2) != 0; }

  // "f0:99:b6:00:11:22"
  std::string to_string() const;

  friend auto operator<=>(const MacAddress&, const MacAddress&) noexcept = default;
  // Of a length that is written here, memcmp costs no call; the default's does.
  friend bool operator==(const MacAddress& a, const MacAddress& b) noexcept {
    return std::memcmp(a.octets.data(), b.octets.data(), 6) == 0;
  }
};

struct IpAddress {
  std::array<std::uint8_t, 16> octets{};

  // Takes the first 4 bytes; the unspecified address when there are fewer.
  static IpAddress v4(ByteView bytes) noexcept {
    IpAddress address;
    if (bytes.size() < 4) return address;
    address.octets[10] = address.octets[11] = 0xff;
    std::memcpy(address.octets.data() + 12, bytes.data(), 4);
    return address;
  }
  // Takes the first 16 bytes; the unspecified address when there are fewer.
  static IpAddress v6(ByteView bytes) noexcept {
    IpAddress address;
    if (bytes.size() >= 16) std::memcpy(address.octets.data(), bytes.data(), 16);
    return address;
  }
  static std::optional<IpAddress> parse(std::string_view text);

  bool is_v4() const noexcept {
    static constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    return std::memcmp(octets.data(), kMapped.data(), kMapped.size()) == 0;
  }
  // 0.0.0.0, ::, or no address at all.
  bool unspecified() const noexcept;
  bool multicast() const noexcept;   // 224.0.0.0/4, ff00::/8
  bool broadcast() const noexcept;   // 255.255.255.255
  bool link_local() const noexcept;  // 169.254.0.0/16, fe80::/10
  bool loopback() const noexcept;    // 127.0.0.0/8, ::1

  // "192.168.1.7", "fe80::1" (RFC 5952)
  std::string to_string() const;

  // In the order of their octets, eight at a time.
  friend std::strong_ordering operator<=>(const IpAddress& a, const IpAddress& b) noexcept {
    Cursor left{std::as_bytes(std::span{a.octets})};
    Cursor right{std::as_bytes(std::span{b.octets})};
    const auto first = left.be64() <=> right.be64();
    return first != 0 ? first : left.be64() <=> right.be64();
  }
  friend bool operator==(const IpAddress& a, const IpAddress& b) noexcept {
    return std::memcmp(a.octets.data(), b.octets.data(), 16) == 0;
  }
};

// An address block, as "10.0.0.0/8", "2001:db8::/32" or a single address.
struct Prefix {
  IpAddress network;
  unsigned bits = 0;  // of 128; an IPv4 prefix has 96 more than it is written with

  static std::optional<Prefix> parse(std::string_view text);
  bool contains(const IpAddress& address) const noexcept;
};

}  // namespace tapcensus
