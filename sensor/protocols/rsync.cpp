// The rsync daemon's protocol, both sides: the version that each begins with.
#include <algorithm>
#include <array>

#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{873};
constexpr auto kStart = start_of_one({"@RSYNCD:"});

constexpr std::size_t kMostLine = 256;

// "@RSYNCD: 31.0 sha512 sha256 md5": the version, and digests by preference.
Reading read(const Payload& payload, Findings& findings) noexcept {
  constexpr std::string_view kName = "@RSYNCD: ";
  const std::string_view text = as_text(payload.bytes).substr(0, kMostLine);
  if (!text.starts_with(kName.substr(0, text.size()))) return Reading::not_mine();
  const std::size_t end = text.find('\n');
  if (end == text.npos) {
    return text.size() < kMostLine ? wait_for_more(payload) : Reading::not_mine();
  }
  std::string_view version = text.substr(0, end);
  version.remove_prefix(std::min(kName.size(), version.size()));
  if (version.empty() || version[0] < '0' || version[0] > '9') return Reading::not_mine();
  findings.add(Field::rsync_banner, version);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol rsync{"rsync", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
