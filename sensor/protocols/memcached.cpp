// The text protocol of memcached (its protocol.txt): the version that a server answers with.
#include <array>

#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{11211};
// The answer to "version", or the first lines of that to "stats".
constexpr auto kStart = start_of_one<5>({"VERSION ", "STAT "});

constexpr std::size_t kMostText = 1024;

Reading read(const Payload& payload, Findings& findings) noexcept {
  const std::string_view text = as_text(payload.bytes).substr(0, kMostText);
  for (const std::string_view name :
       {std::string_view{"VERSION "}, std::string_view{"\nSTAT version "}}) {
    const std::size_t found = text.find(name);
    if (found == text.npos || (found > 0 && !text.starts_with("STAT "))) continue;
    std::string_view version = text.substr(found + name.size());
    const std::size_t end = version.find('\r');
    if (end == version.npos) break;
    version = version.substr(0, end);
    if (version.empty() || version[0] < '0' || version[0] > '9') return Reading::not_mine();
    findings.add(Field::memcached_version, version);
    return Reading::done();
  }
  const bool may_come = text.size() < kMostText && text.find("\nEND\r") == text.npos;
  return may_come ? wait_for_more(payload) : Reading::not_mine();
}

}  // namespace

extern constinit const Protocol memcached{"memcached", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
