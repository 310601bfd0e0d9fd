// What an SSH server may say before its identification (RFC 4253, 4.2): lines that are passed over.
#include <array>

#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 3> kPorts{22, 2022, 2222};

constexpr std::size_t kMostLines = 32, kMostNotice = 4096;

Reading read(const Payload& payload, Findings&) noexcept {
  constexpr std::string_view kName = "SSH-";
  const std::string_view text = as_text(payload.bytes).substr(0, kMostNotice);
  if (text.starts_with(kName)) return Reading::not_mine();
  std::size_t at = 0;
  for (std::size_t lines = 0; lines < kMostLines; ++lines) {
    const std::size_t end = text.find('\n', at);
    if (end == text.npos) break;
    at = end + 1;
    if (text.substr(at).starts_with(kName)) {
      return Reading::switched(static_cast<std::uint32_t>(at));
    }
  }
  const bool text_so_far = text.find('\0') == text.npos && text.size() < kMostNotice;
  return text_so_far ? wait_for_more(payload) : Reading::not_mine();
}

}  // namespace

extern constinit const Protocol ssh_notice{"ssh_notice", Carrier::tcp, kPorts, read};

}  // namespace tapcensus
