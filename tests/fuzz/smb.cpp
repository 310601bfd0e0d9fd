// The bytes of one direction of a TCP connection, as SMB.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol smb;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::smb, data, size);
}
