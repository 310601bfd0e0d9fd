// For protocols over TCP: that the same is said of a direction, however its bytes are cut.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "said.hpp"

namespace tapcensus::testing {

using Texts = std::vector<std::string>;

inline constexpr bool kGuessed = true;

inline void expect_said(const Protocol& protocol, const std::string& direction, const Texts& texts,
                        bool guessed = false) {
  for (std::size_t piece = 1; piece <= direction.size(); ++piece) {
    EXPECT_EQ(follow(protocol, direction, piece, guessed).texts, texts) << "in pieces of " << piece;
  }
}

inline void expect_not_mine(const Protocol& protocol, const std::string& direction,
                            bool guessed = false) {
  const Followed followed = follow(protocol, direction, direction.size(), guessed);
  EXPECT_EQ(followed.last, Reading::What::not_mine) << direction;
  EXPECT_TRUE(followed.texts.empty()) << direction;
}

inline Said ask_datagram(const Protocol& protocol, const std::string& bytes, bool guessed = false,
                         const Layers& layers = {}) {
  return ask(protocol, {.layers = layers, .bytes = as_bytes(bytes), .guessed = guessed});
}

// However much of it is missing at the end, nothing else is said than of the whole.
inline void expect_nothing_new_when_cut(const Protocol& protocol, const std::string& bytes) {
  const Said whole = ask_datagram(protocol, bytes);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const Said said = ask_datagram(protocol, bytes.substr(0, size));
    for (const std::string& text : said.texts) EXPECT_THAT(whole.texts, ::testing::Contains(text));
  }
}

// A text behind its length, in one octet or in two.
inline std::string counted(const std::string& text) {
  return octets({static_cast<unsigned>(text.size())}) + text;
}
inline std::string counted16(const std::string& text) {
  return be16(static_cast<unsigned>(text.size())) + text;
}
inline std::string padded(const std::string& text, std::size_t size, char with = '\0') {
  return text + std::string(size - text.size(), with);
}

}  // namespace tapcensus::testing
