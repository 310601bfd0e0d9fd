// For protocols whose texts must be the same however their bytes are cut, on any port.
#pragma once

#include <gmock/gmock.h>

#include <string>

#include "preambles.hpp"

namespace tapcensus::testing {

template <class Matcher>
void expect_texts(const Protocol& protocol, const std::string& direction, const Matcher& matcher,
                  const Layers& layers = {}, bool guessed = kGuessed) {
  for (std::size_t piece = 1; piece <= direction.size(); ++piece) {
    EXPECT_THAT(follow(protocol, direction, piece, guessed, layers).texts, matcher)
        << "in pieces of " << piece;
  }
}

inline Layers ports(std::uint16_t source, std::uint16_t target) {
  Layers layers;
  layers.source_port = source;
  layers.target_port = target;
  return layers;
}

}  // namespace tapcensus::testing
