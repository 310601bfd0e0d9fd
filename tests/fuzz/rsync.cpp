// The bytes of one direction of a TCP connection, as rsync.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol rsync;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::rsync, data, size);
}
