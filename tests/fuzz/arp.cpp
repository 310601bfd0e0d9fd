// What follows an Ethernet header, as ARP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol arp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::arp, data, size);
}
