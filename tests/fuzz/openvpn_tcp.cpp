// The bytes of one direction of a TCP connection, as OpenVPN.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol openvpn_tcp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::openvpn_tcp, data, size);
}
