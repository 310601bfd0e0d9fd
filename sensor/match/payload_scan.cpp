#include "match/payload_scan.hpp"

#include <algorithm>

namespace tapcensus {

int PayloadScan::note_match(unsigned expression, unsigned long long, unsigned long long to,
                            unsigned, void* context) noexcept {
  static_cast<PayloadScan*>(context)->note(expression, to);
  return 0;
}

void PayloadScan::sort() noexcept {
  if (size_ > 1) std::sort(found_.get(), found_.get() + size_);
}

// Ascending by rule; of each, the match that ends first.
PayloadHits PayloadScan::by_rule(std::size_t told) noexcept {
  PayloadHit* const end = hits_.get() + told;
  if (told < 2) return {hits_.get(), told};
  std::sort(hits_.get(), end, [](const PayloadHit& a, const PayloadHit& b) {
    return a.rule != b.rule ? a.rule < b.rule : a.end < b.end;
  });
  return {hits_.get(), std::unique(hits_.get(), end, [](const PayloadHit& a, const PayloadHit& b) {
            return a.rule == b.rule;
          })};
}

}  // namespace tapcensus
