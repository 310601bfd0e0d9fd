// Must not compile: the frames go back with the burst, so no view of them may leave it.
#include "intake/burst.hpp"

int main() {
  const tapcensus::ByteView view = tapcensus::Burst{}.packets()[0].bytes;
  return static_cast<int>(view.size());
}
