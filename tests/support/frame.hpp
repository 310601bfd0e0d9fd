// Frames built in words: ethernet(kClient, kServer).vlan(7).ipv4("10.0.0.1", "10.0.0.2").tcp(...).
//
// Lengths are filled in when the bytes are asked for; checksums stay zero, nobody looks at them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/addresses.hpp"
#include "base/bytes.hpp"
#include "wire/packet.hpp"

namespace tapcensus::testing {

inline constexpr MacAddress kClient{{0xf0, 0x99, 0xb6, 0, 0, 1}};
inline constexpr MacAddress kServer{{0x3c, 0x07, 0x54, 0, 0, 2}};
inline constexpr MacAddress kRouter{{0x00, 0x1b, 0x2b, 0, 0, 3}};
inline constexpr MacAddress kEveryone{{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};

class Frame {
 public:
  Frame& vlan(std::uint16_t id, std::uint16_t ethertype = 0x8100) {
    put16(link_, ethertype);
    put16(link_, id);
    return *this;
  }
  Frame& ethertype(std::uint16_t type) {
    ethertype_ = type;
    return *this;
  }
  Frame& ipv4(std::string_view source, std::string_view target) { return ip(4, source, target); }
  Frame& ipv6(std::string_view source, std::string_view target) { return ip(6, source, target); }
  Frame& ttl(std::uint8_t ttl) {
    ttl_ = ttl;
    return *this;
  }
  Frame& id(std::uint16_t id) {
    id_ = id;
    return *this;
  }
  // IPv4: flags and offset as on the wire. IPv6: a fragment header with that content.
  Frame& fragment(std::uint16_t flags_and_offset) {
    fragment_ = flags_and_offset;
    is_fragment_ = true;
    return *this;
  }
  Frame& ip_options(std::string_view options) {
    options_ = options;
    return *this;
  }
  // IPv6: an extension header of that kind; `body` without its first two bytes.
  Frame& extension(std::uint8_t kind, std::string_view body) {
    extensions_.emplace_back(kind, body);
    return *this;
  }
  Frame& tcp(std::uint16_t source, std::uint16_t target) { return ports(6, source, target); }
  Frame& udp(std::uint16_t source, std::uint16_t target) { return ports(17, source, target); }
  Frame& protocol(std::uint8_t number) {
    protocol_ = number;
    return *this;
  }
  Frame& seq(std::uint32_t sequence) {
    sequence_ = sequence;
    return *this;
  }
  Frame& ack(std::uint32_t acknowledgment) {
    acknowledgment_ = acknowledgment;
    return *this;
  }
  Frame& flags(std::uint8_t flags) {
    flags_ = flags;
    return *this;
  }
  Frame& tcp_options(std::string_view options) {
    tcp_options_ = options;
    return *this;
  }
  Frame& payload(std::string_view payload) {
    payload_ = payload;
    return *this;
  }

  std::string bytes() const {
    std::string out = link_;
    if (!raw_ip_) put16(out, version_ == 4 ? 0x0800 : version_ == 6 ? 0x86dd : ethertype_);
    if (version_ == 4) return out + ipv4_packet();
    if (version_ == 6) return out + ipv6_packet();
    return out + payload_;
  }

  friend Frame ethernet(const MacAddress& source, const MacAddress& target);
  friend Frame raw();

 private:
  Frame& ip(int version, std::string_view source, std::string_view target) {
    version_ = version;
    source_ = *IpAddress::parse(source);
    target_ = *IpAddress::parse(target);
    return *this;
  }
  Frame& ports(std::uint8_t protocol, std::uint16_t source, std::uint16_t target) {
    protocol_ = protocol;
    source_port_ = source;
    target_port_ = target;
    return *this;
  }
  std::string transport() const {
    std::string out;
    if (protocol_ == 6) {
      put16(out, source_port_);
      put16(out, target_port_);
      put32(out, sequence_);
      put32(out, acknowledgment_);
      std::string options = tcp_options_;
      options.resize((options.size() + 3) / 4 * 4);
      out += static_cast<char>((5 + options.size() / 4) << 4);
      out += static_cast<char>(flags_);
      put16(out, 65535);
      put32(out, 0);
      out += options;
    } else if (protocol_ == 17) {
      put16(out, source_port_);
      put16(out, target_port_);
      put16(out, static_cast<std::uint16_t>(8 + payload_.size()));
      put16(out, 0);
    }
    return out + payload_;
  }
  std::string ipv4_packet() const {
    const std::string body = transport();
    std::string options = options_;
    options.resize((options.size() + 3) / 4 * 4);
    std::string out;
    out += static_cast<char>(0x40 | (5 + options.size() / 4));
    out += '\0';
    put16(out, static_cast<std::uint16_t>(20 + options.size() + body.size()));
    put16(out, id_);
    put16(out, fragment_);
    out += static_cast<char>(ttl_);
    out += static_cast<char>(protocol_);
    put16(out, 0);
    out.append(reinterpret_cast<const char*>(source_.octets.data()) + 12, 4);
    out.append(reinterpret_cast<const char*>(target_.octets.data()) + 12, 4);
    return out + options + body;
  }
  std::string ipv6_packet() const {
    std::string rest;
    std::uint8_t next = protocol_;
    if (is_fragment_) {
      std::string header{static_cast<char>(next), '\0'};
      put16(header, fragment_);
      put32(header, 7);
      rest = header;
      next = 44;
    }
    for (auto at = extensions_.rbegin(); at != extensions_.rend(); ++at) {
      std::string header{static_cast<char>(next)};
      const std::size_t size = (at->second.size() + 2 + 7) / 8 * 8;
      header += static_cast<char>(size / 8 - 1);
      header += at->second;
      header.resize(size);
      rest = header + rest;
      next = at->first;
    }
    rest += transport();
    std::string out{0x60, 0, 0, 0};
    put16(out, static_cast<std::uint16_t>(rest.size()));
    out += static_cast<char>(next);
    out += static_cast<char>(ttl_);
    out.append(reinterpret_cast<const char*>(source_.octets.data()), 16);
    out.append(reinterpret_cast<const char*>(target_.octets.data()), 16);
    return out + rest;
  }
  static void put16(std::string& out, std::uint16_t number) {
    out += static_cast<char>(number >> 8);
    out += static_cast<char>(number & 255);
  }
  static void put32(std::string& out, std::uint32_t number) {
    put16(out, static_cast<std::uint16_t>(number >> 16));
    put16(out, static_cast<std::uint16_t>(number & 0xffff));
  }

  std::string link_;
  bool raw_ip_ = false;
  int version_ = 0;
  std::uint16_t ethertype_ = 0;
  IpAddress source_, target_;
  std::uint8_t ttl_ = 64;
  std::uint16_t id_ = 0;
  std::uint16_t fragment_ = 0;
  bool is_fragment_ = false;
  std::string options_;
  std::vector<std::pair<std::uint8_t, std::string>> extensions_;
  std::uint8_t protocol_ = 0;
  std::uint16_t source_port_ = 0, target_port_ = 0;
  std::uint32_t sequence_ = 0;
  std::uint32_t acknowledgment_ = 0;
  std::uint8_t flags_ = 0x10;
  std::string tcp_options_;
  std::string payload_;
};

inline Frame ethernet(const MacAddress& source, const MacAddress& target) {
  Frame frame;
  frame.link_.append(reinterpret_cast<const char*>(target.octets.data()), 6);
  frame.link_.append(reinterpret_cast<const char*>(source.octets.data()), 6);
  return frame;
}

// A packet that begins with its IP header.
inline Frame raw() {
  Frame frame;
  frame.raw_ip_ = true;
  return frame;
}

// Keeps bytes alive and hands them out as packets, numbered and a millisecond apart.
class Frames {
 public:
  Frames& add(std::string bytes, std::uint64_t milliseconds = 1) {
    at_ += milliseconds * 1'000'000;
    bytes_.push_back(std::move(bytes));
    times_.push_back(at_);
    return *this;
  }
  Frames& add(const Frame& frame, std::uint64_t milliseconds = 1) {
    return add(frame.bytes(), milliseconds);
  }
  std::vector<Packet> packets(Link link = Link::ethernet) const {
    std::vector<Packet> packets;
    for (std::size_t i = 0; i < bytes_.size(); ++i) {
      packets.push_back({.bytes = as_bytes(bytes_[i]),
                         .wire_length = static_cast<std::uint32_t>(bytes_[i].size()),
                         .link = link,
                         .at = Tick{times_[i]},
                         .number = i + 1});
    }
    return packets;
  }

 private:
  std::vector<std::string> bytes_;
  std::vector<std::uint64_t> times_;
  std::uint64_t at_ = 1'528'243'200'000'000'000;  // 2018-06-06 00:00:00 UTC
};

}  // namespace tapcensus::testing
