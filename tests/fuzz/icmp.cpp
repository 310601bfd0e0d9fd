// What follows an IPv4 header, as ICMP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol icmp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::icmp, data, size);
}
