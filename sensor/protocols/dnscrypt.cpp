// DNSCrypt 2 (dnscrypt.info/protocol): the answers, which begin with a magic number. Queries begin
// with one that each resolver chooses, and show nothing.
#include <array>
#include <string_view>

#include "protocols/obfuscation.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::string_view kMagic = "r6fnvWj8";
constexpr std::array kStart{ByteSet::just('r'), ByteSet::just('6'), ByteSet::just('f'),
                            ByteSet::just('n'), ByteSet::just('v'), ByteSet::just('W'),
                            ByteSet::just('j'), ByteSet::just('8')};
constexpr std::size_t kNonce = 24, kTag = 16;

Reading read(const Payload& payload, Findings& findings) noexcept {
  if (!as_text(payload.bytes).starts_with(kMagic)) return Reading::not_mine();
  if (payload.bytes.size() < kMagic.size() + kNonce + kTag) return Reading::not_mine();
  if (!looks_random(payload.bytes.subspan(kMagic.size()))) return Reading::not_mine();
  add(Obfuscation::dnscrypt, findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol dnscrypt{"dnscrypt", Carrier::udp, {}, read, kStart};

}  // namespace tapcensus
