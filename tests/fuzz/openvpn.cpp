// A datagram, as OpenVPN; and, in two halves, as what comes once a session has begun.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol openvpn;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tapcensus;
  constexpr std::uint8_t kBegun = 1;
  fuzz::run(openvpn, data, size);
  const ByteView all{reinterpret_cast<const std::byte*>(data), size};
  fuzz::run_after(openvpn, {}, all, kBegun);
  if (size < 2) return 0;
  // What was kept stands behind its length.
  const std::size_t kept = 2 + std::min<std::size_t>(size - 2, std::size_t{data[0]} << 8 | data[1]);
  return fuzz::run_after(openvpn, all.first(kept), all.subspan(kept), kBegun);
}
