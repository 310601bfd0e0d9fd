// How often each signature was found.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "facts/catalog.hpp"
#include "facts/evidence.hpp"

namespace tapcensus {

struct SignatureCount {
  Signature signature;
  std::uint64_t matches = 0;
  Tick last;  // the latest packet that it was found in
};

// The control thread's. Whatever the order of the matches, the counts are the same.
class SignatureCounts {
 public:
  void note(const SignatureMatch& match, const Catalog& catalog);

  // Sorted by id.
  std::vector<SignatureCount> all() const;

 private:
  // By id and category: a reload may put a signature into another.
  std::map<std::pair<std::string, std::string>, SignatureCount> counts_;
};

}  // namespace tapcensus
