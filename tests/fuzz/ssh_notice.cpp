// The bytes of one direction of a TCP connection, as what comes before SSH.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol ssh_notice;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::ssh_notice, data, size);
}
