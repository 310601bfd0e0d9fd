// The bytes of one direction of a TCP connection, as NNTP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol nntp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::nntp, data, size);
}
