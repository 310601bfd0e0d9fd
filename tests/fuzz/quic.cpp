// Datagrams of one direction, as QUIC: as they are, and as frames that a client has sealed.
#include "fuzz.hpp"
#include "support/quic_words.hpp"

namespace tapcensus {
extern const Protocol quic;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tapcensus;
  fuzz::run(quic, data, size);
  if (size > 1'200) return 0;
  const std::string frames(reinterpret_cast<const char*>(data), size);
  const std::string sealed = testing::initial({.datagram = 0}, frames);
  const std::string kept = testing::initial({}, testing::crypto_frame(7, frames.substr(size / 2)));
  const std::string earlier =
      static_cast<char>(kept.size() >> 8) + (static_cast<char>(kept.size()) + kept);
  return fuzz::run_after(quic, as_bytes(earlier), as_bytes(sealed));
}
