// Datagrams of one direction, as DTLS: one, and the same in two halves.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol dtls;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tapcensus;
  fuzz::run(dtls, data, size);
  return fuzz::run_after(dtls, data, size);
}
