// What a protocol says of the datagrams of one direction, kept for it as a worker keeps them.
#pragma once

#include <string>
#include <vector>

#include "protocols/said.hpp"

namespace tapcensus::testing {

struct OfDatagrams {
  Reading::What last = Reading::What::not_mine;
  std::vector<std::string> texts;
  std::size_t kept = 0;  // datagrams, of all that came
};

// Until all were offered; then, where it still waits, it says what it can.
inline OfDatagrams follow(const Protocol& protocol, const std::vector<std::string>& datagrams,
                          const Layers& layers = {}, bool guessed = true) {
  OfDatagrams followed;
  std::string earlier;
  std::uint8_t mode = 0;
  bool waits = false;
  const auto offer = [&](std::string_view bytes, bool final) {
    const Said said =
        ask(protocol, {layers, as_bytes(bytes), mode, final, guessed, as_bytes(earlier)});
    followed.last = said.reading.what;
    if (said.reading.what == Reading::What::need_more) {
      waits = true;
      if (said.reading.bytes != 0) {
        ++followed.kept;
        earlier += be16(static_cast<unsigned>(bytes.size())) + std::string{bytes};
      }
      return;
    }
    if (said.reading.what == Reading::What::not_mine) return;
    followed.texts.insert(followed.texts.end(), said.texts.begin(), said.texts.end());
    if (said.reading.what == Reading::What::settled) mode = said.reading.mode;
    earlier.clear();
    waits = false;
  };
  for (const std::string& datagram : datagrams) offer(datagram, false);
  if (waits && !earlier.empty()) offer({}, true);
  return followed;
}

}  // namespace tapcensus::testing
