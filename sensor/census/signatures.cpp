#include "census/signatures.hpp"

namespace tapcensus {

void SignatureCounts::note(const SignatureMatch& match, const Catalog& catalog) {
  const Signature& signature = catalog[match.rule].signature;
  SignatureCount& count = counts_[{signature.id, signature.category}];
  if (count.matches == 0 || match.seen >= count.last) {
    count.signature = signature;
    count.last = match.seen;
  }
  ++count.matches;
}

std::vector<SignatureCount> SignatureCounts::all() const {
  std::vector<SignatureCount> all;
  all.reserve(counts_.size());
  for (const auto& [key, count] : counts_) all.push_back(count);
  return all;
}

}  // namespace tapcensus
