// Between threads go values: a ring does not take what owns memory.
#include <string>

#include "base/ring.hpp"

int main() {
#ifdef MISUSE
  tapcensus::Ring<std::string> ring{8};
#else
  tapcensus::Ring<int> ring{8};
#endif
  return static_cast<int>(ring.size());
}
