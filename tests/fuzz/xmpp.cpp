// The bytes of one direction of a TCP connection, as XMPP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol xmpp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::xmpp, data, size);
}
