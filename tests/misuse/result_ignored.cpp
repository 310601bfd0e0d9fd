// A mistake of the operator cannot be overlooked.
#include "base/result.hpp"

tapcensus::Result<int> load();

int main() {
#ifdef MISUSE
  load();
#else
  return load().ok() ? 0 : 1;
#endif
}
