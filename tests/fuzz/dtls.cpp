// Datagrams of one direction, as DTLS: one, and the same in two halves.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol dtls;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tapcensus;
  fuzz::run(dtls, data, size);
  const ByteView all{reinterpret_cast<const std::byte*>(data), size};
  if (size < 2) return 0;
  // What was kept stands behind its length.
  const std::size_t kept = 2 + std::min<std::size_t>(size - 2, std::size_t{data[0]} << 8 | data[1]);
  return fuzz::run_after(dtls, all.first(kept), all.subspan(kept));
}
