// A session's first messages, as OpenVPN makes them: a reset, acknowledgements, and TLS in pieces.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "corpus.hpp"
#include "said.hpp"

namespace tapcensus::testing {

// What stands before the number of a message: nothing, or a digest of so many bytes.
inline std::string openvpn_head(unsigned operation, std::size_t digest) {
  const std::string random = corpus("encrypted/random");
  std::string head = octets({operation << 3}) + random.substr(0, 8);
  if (digest > 0) head += random.substr(8, digest) + be32(1) + be32(0x6b0a'0000);
  return head;
}
inline std::string openvpn_reset(std::size_t digest = 0) {
  return openvpn_head(7, digest) + octets({0}) + be32(0);
}
inline std::string openvpn_acknowledgement(std::size_t digest = 0) {
  return openvpn_head(5, digest) + octets({1}) + be32(0) + "12345678";
}
// The messages that carry `tls`, `piece` bytes each.
inline std::vector<std::string> openvpn_messages(std::string_view tls, std::size_t piece,
                                                 std::size_t digest = 0) {
  std::vector<std::string> messages;
  for (std::uint32_t number = 1; !tls.empty(); ++number) {
    const std::string part{tls.substr(0, piece)};
    tls.remove_prefix(part.size());
    messages.push_back(openvpn_head(4, digest) + octets({1}) + be32(0) + "12345678" + be32(number) +
                       part);
  }
  return messages;
}

}  // namespace tapcensus::testing
