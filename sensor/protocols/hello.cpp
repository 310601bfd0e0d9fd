#include "protocols/hello.hpp"

#include <iterator>

namespace tapcensus {
namespace {

constexpr VersionName kVersionNames[]{
    {kTls13, "1.3", "13"},      {0x0303, "1.2", "12"},      {0x0302, "1.1", "11"},
    {0x0301, "1.0", "10"},      {0x0300, "SSL 3.0", "s3"},  {0x0002, "SSL 2.0", "s2"},
    {0xfefc, "DTLS 1.3", "d3"}, {0xfefd, "DTLS 1.2", "d2"}, {0xfeff, "DTLS 1.0", "d1"},
    {0x0100, "DTLS 0.9", "00"},
};
constexpr VersionName kUnknownVersion{0, {}, "00"};

}  // namespace

const VersionName& name_of_version(std::uint16_t version) noexcept {
  const auto* const row = std::ranges::find(kVersionNames, version, &VersionName::version);
  return row != std::end(kVersionNames) ? *row : kUnknownVersion;
}

}  // namespace tapcensus
