// Where to listen, as an operator writes it: "127.0.0.1:9848", "[::1]:0", ":9848".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/addresses.hpp"
#include "base/result.hpp"

namespace tapcensus {

struct Endpoint {
  IpAddress address;       // `::` stands for every address, of IPv4 too
  std::uint16_t port = 0;  // 0: any that is free

  static Result<Endpoint> parse(std::string_view text);
  // "127.0.0.1:9848", "[::1]:9848"
  std::string to_string() const;
};

// A socket that listens there, non-blocking, and where it really listens. The caller closes it.
struct Listener {
  int socket;
  Endpoint endpoint;

  static Result<Listener> open(const Endpoint& endpoint);
};

}  // namespace tapcensus
