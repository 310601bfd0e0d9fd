// Announcements built in words, for protocols that need to know who sent them.
#pragma once

#include <gmock/gmock.h>

#include <string>
#include <string_view>

#include "said.hpp"

namespace tapcensus::testing {

inline Layers sent_by(std::string_view address) {
  Layers layers;
  layers.source = ip(address);
  return layers;
}

// What is said of a datagram when no port speaks for the protocol.
inline Said ask_guessed(const Protocol& protocol, std::string_view bytes,
                        const Layers& layers = {}) {
  return ask(protocol, {.layers = layers, .bytes = as_bytes(bytes), .guessed = true});
}

// A text in a field of fixed size.
inline std::string filled(std::string text, std::size_t size, char filler = '\0') {
  text.resize(size, filler);
  return text;
}

// However short a datagram is cut, what is said of it was said of the whole.
inline void expect_no_more_when_cut(const Protocol& protocol, const std::string& bytes,
                                    const Layers& layers = {}) {
  const Said whole = ask(protocol, bytes, layers);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const std::string cut = bytes.substr(0, size);
    for (const std::string& text : ask(protocol, cut, layers).texts) {
      const auto begins = [&text](const std::string& said) { return said.starts_with(text); };
      EXPECT_TRUE(std::any_of(whole.texts.begin(), whole.texts.end(), begins)) << size << text;
    }
  }
}

inline void expect_not_mine(const Protocol& protocol, std::initializer_list<std::string> datagrams,
                            const Layers& layers = {}) {
  for (const std::string& bytes : datagrams) {
    EXPECT_EQ(ask(protocol, bytes, layers).reading.what, Reading::What::not_mine) << bytes;
  }
}

}  // namespace tapcensus::testing
