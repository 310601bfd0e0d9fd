// For protocols that make way for another: that they do, however their bytes are cut.
#pragma once

#include <gtest/gtest.h>

#include "said.hpp"

namespace tapcensus::testing {

// The beginning of a record of TLS.
inline const std::string kTls{"\x16\x03\x01\x02\x00\x01", 6};

inline constexpr bool kGuessed = true;

// Behind `preamble` TLS begins, on any port.
inline void expect_tls_behind(const Protocol& protocol, const std::string& preamble) {
  for (std::size_t piece = 1; piece <= preamble.size() + kTls.size(); ++piece) {
    const Followed followed = follow(protocol, preamble + kTls, piece, kGuessed);
    EXPECT_EQ(followed.last, Reading::What::switched) << preamble << " in pieces of " << piece;
    EXPECT_EQ(followed.at, preamble.size()) << preamble << " in pieces of " << piece;
  }
}

inline Reading::What end_of(const Protocol& protocol, const std::string& direction,
                            bool guessed = false) {
  return follow(protocol, direction, direction.size(), guessed).last;
}

}  // namespace tapcensus::testing
