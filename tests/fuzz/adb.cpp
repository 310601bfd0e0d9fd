// The bytes of one direction of a TCP connection, as the Android Debug Bridge.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol adb;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::adb, data, size);
}
