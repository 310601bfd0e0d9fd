// What a shard knows of hidden traffic: the kind of a flow, and its bytes.
#include <algorithm>
#include <limits>

#include "protocols/obfuscation.hpp"
#include "worker/shard.hpp"

namespace tapcensus {

void Shard::say(const Origin& origin, Findings& findings) noexcept {
  if (!findings.all().empty()) {
    const Obfuscation kind = judge(origin.layers, findings);
    if (kind != Obfuscation::end_) hidden_ = kind;
  }
  speaker_.say(origin, findings, repeats_);
}

// All bytes of a flow count for the kind that was said of it first, those before it was said, too:
// a flow is not hidden from the moment on at which it shows.
void Shard::count_hidden(Flow& flow, std::uint64_t bytes) noexcept {
  if (flow.hidden == Obfuscation::end_ && hidden_ != Obfuscation::end_) {
    flow.hidden = hidden_;
    bytes += flow.open_bytes;
  }
  if (flow.hidden != Obfuscation::end_) {
    tallies_.hidden[flow.hidden].add(bytes);
    return;
  }
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
  flow.open_bytes = static_cast<std::uint32_t>(std::min(flow.open_bytes + bytes, kMost));
}

}  // namespace tapcensus
