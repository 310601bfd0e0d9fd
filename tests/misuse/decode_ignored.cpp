// What decode() says must be counted.
#include "wire/layers.hpp"

int main() {
  tapcensus::Layers layers;
#ifdef MISUSE
  tapcensus::decode({}, layers);
#else
  return static_cast<int>(tapcensus::decode({}, layers));
#endif
}
