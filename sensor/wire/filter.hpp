// Which frames are worth looking at: an expression in the language of tcpdump (pcap-filter(7)).
//
// Compiled once, by libpcap; asking about a frame reads nothing but the frame. Frames of a link
// type that the expression cannot speak about ("ether host" where there is no Ethernet) are not
// accepted. Fragments after the first have no ports, as in tcpdump.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "wire/packet.hpp"

namespace tapcensus {

class Filter {
 public:
  // The error says what is wrong with the expression; its place is empty.
  static Result<std::shared_ptr<const Filter>> compile(const std::string& expression);
  ~Filter();
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  bool accepts(const Packet& packet) const noexcept;

 private:
  struct Programs;  // one for each Link
  explicit Filter(std::unique_ptr<const Programs> programs);

  std::unique_ptr<const Programs> programs_;
};

}  // namespace tapcensus
