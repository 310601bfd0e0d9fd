// The DER of a certificate. What is told of a part of it is the beginning of what is told of all.
#include "protocols/certificate.hpp"

#include <algorithm>

#include "fuzz.hpp"

namespace tapcensus {
namespace {

void read(ByteView certificate, Findings& findings) {
  findings.clear();
  read_certificate(certificate, Lifetime::packet, findings);
  fuzz::read_all(findings);
}

}  // namespace
}  // namespace tapcensus

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tapcensus;
  static Findings whole, part;
  if (size == 0) return 0;
  const ByteView bytes{reinterpret_cast<const std::byte*>(data) + 1, size - 1};
  read(bytes, whole);
  read(bytes.first(bytes.size() * data[0] / 256), part);
  fuzz::require(part.all().size() <= whole.all().size());
  fuzz::require(std::ranges::equal(part.all(), whole.all().first(part.all().size()), {},
                                   &Finding::text, &Finding::text));
  return 0;
}
