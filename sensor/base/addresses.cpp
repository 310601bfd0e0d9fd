#include "base/addresses.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace tapcensus {

std::string MacAddress::to_string() const {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(17);
  for (const std::uint8_t octet : octets) {
    if (!text.empty()) text += ':';
    text += kDigits[octet >> 4];
    text += kDigits[octet & 15];
  }
  return text;
}

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  const std::string copy{text};
  std::array<std::byte, 16> raw;
  if (inet_pton(AF_INET, copy.c_str(), raw.data()) == 1) return v4(raw);
  if (inet_pton(AF_INET6, copy.c_str(), raw.data()) == 1) return v6(raw);
  return std::nullopt;
}

bool IpAddress::unspecified() const noexcept {
  const std::size_t from = is_v4() ? 12 : 0;
  return std::all_of(octets.begin() + from, octets.end(), [](auto octet) { return octet == 0; });
}

bool IpAddress::multicast() const noexcept {
  return is_v4() ? octets[12] >> 4 == 14 : octets[0] == 0xff;
}

bool IpAddress::broadcast() const noexcept {
  return is_v4() && std::all_of(octets.begin() + 12, octets.end(), [](auto o) { return o == 255; });
}

bool IpAddress::link_local() const noexcept {
  return is_v4() ? octets[12] == 169 && octets[13] == 254
                 : octets[0] == 0xfe && (octets[1] & 0xc0) == 0x80;
}

bool IpAddress::loopback() const noexcept {
  if (is_v4()) return octets[12] == 127;
  return octets[15] == 1 &&
         std::all_of(octets.begin(), octets.begin() + 15, [](auto octet) { return octet == 0; });
}

std::string IpAddress::to_string() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (is_v4()) {
    inet_ntop(AF_INET, octets.data() + 12, text.data(), text.size());
  } else {
    inet_ntop(AF_INET6, octets.data(), text.data(), text.size());
  }
  return text.data();
}

std::optional<Prefix> Prefix::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = IpAddress::parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  const unsigned offset = address->is_v4() ? 96 : 0;
  unsigned bits = 128 - offset;
  if (slash != std::string_view::npos) {
    const std::string_view digits = text.substr(slash + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (error != std::errc{} || end != digits.data() + digits.size() || bits > 128 - offset) {
      return std::nullopt;
    }
  }
  return Prefix{*address, bits + offset};
}

bool Prefix::contains(const IpAddress& address) const noexcept {
  const std::size_t whole = bits / 8;
  if (!std::equal(network.octets.begin(), network.octets.begin() + whole, address.octets.begin())) {
    return false;
  }
  const unsigned left = bits % 8;
  return left == 0 || (network.octets[whole] ^ address.octets[whole]) >> (8 - left) == 0;
}

}  // namespace tapcensus
