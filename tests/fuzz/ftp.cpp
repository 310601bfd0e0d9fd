// The bytes of one direction of a TCP connection, as the control connection of FTP.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol ftp;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::ftp, data, size);
}
