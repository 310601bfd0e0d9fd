// What a parser found in a packet: texts under field names, and claims about addresses.
//
// Findings live until the next packet. There is room for 64 of each packet; what does not fit is
// counted and left out. Nothing here allocates.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/addresses.hpp"
#include "base/bytes.hpp"
#include "facts/field.hpp"

namespace tapcensus {

struct Finding {
  Field field;
  std::string_view text;  // borrowed from the payload, or from Findings itself
};

// A packet's word on who is who on the link.
enum class Claiming : std::uint8_t {
  owns,    // this address belongs to this hardware (ARP, neighbour discovery, DHCP)
  routes,  // this hardware forwards for others (router advertisement, VRRP, HSRP, OSPF)
};

struct AddressClaim {
  Claiming what;
  MacAddress hardware;
  IpAddress address;  // unspecified for `routes`
};

class Findings {
 public:
  static constexpr std::size_t kMost = 64;
  static constexpr std::size_t kMostClaims = 16;
  static constexpr std::size_t kComposedBytes = 16 * 1024;

  // A text that stays where it is: it must live as long as the packet.
  void add(Field field, std::string_view text) noexcept;
  // A text that the parser made up on its stack: it is copied. Dropped (and counted) when there is
  // no room.
  void add_composed(Field field, std::string_view text) noexcept;

  void claim(Claiming what, const MacAddress& hardware, const IpAddress& address) noexcept;

  // The texts of this packet are about this hardware, not about the sender of the frame (DHCP:
  // chaddr, also behind a relay).
  void speak_of(const MacAddress& hardware) noexcept { subject_ = hardware; }
  // None when nobody said so.
  const MacAddress& subject() const noexcept { return subject_; }

  std::span<const Finding> all() const noexcept { return {findings_.data(), size_}; }
  std::span<const AddressClaim> claims() const noexcept { return {claims_.data(), claims_size_}; }
  // How many texts and claims had no room since the last clear().
  std::uint32_t left_out() const noexcept { return left_out_; }

  void clear() noexcept;

 private:
  std::array<Finding, kMost> findings_;
  std::array<AddressClaim, kMostClaims> claims_;
  std::array<char, kComposedBytes + kScanSlack> composed_;
  MacAddress subject_;
  std::size_t size_ = 0;
  std::size_t claims_size_ = 0;
  std::size_t composed_size_ = 0;
  std::uint32_t left_out_ = 0;
};

}  // namespace tapcensus
