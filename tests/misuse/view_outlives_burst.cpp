// A view of a packet cannot outlive the burst that owns its frame.
#include "intake/burst.hpp"

int main() {
#ifdef MISUSE
  const tapcensus::ByteView view = tapcensus::Burst{}.packets()[0].bytes;
#else
  const tapcensus::Burst burst;
  const tapcensus::ByteView view =
      burst.packets().empty() ? tapcensus::ByteView{} : burst.packets()[0].bytes;
#endif
  return static_cast<int>(view.size());
}
