// The same bytes as every protocol on the roster: what a worker does where no port speaks for one.
// Fuzzed long, on all corpora together, it gives each parser what was made for the others.
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const tapcensus::Protocol* const protocol : tapcensus::roster()) {
    tapcensus::fuzz::run(*protocol, data, size);
  }
  return 0;
}
