// Votes of several sources on one question to one answer with a probability, or to silence.
//
// Each vote says: it is one of these values, with this weight. Votes of one source family are not
// independent, so of those that agree only the strongest counts; source families are independent
// and multiply. Values that no vote tells apart stand together as one hypothesis; a further one,
// "something else", is always there. A vote spreads its weight evenly over the hypotheses it
// supports and the rest evenly over the others. So one vote alone gives its weight w, two families
// that agree give w1*w2 / (w1*w2 + (1-w1)(1-w2)), and a conflict lowers both.
#pragma once

#include <bitset>
#include <cstdint>
#include <string_view>
#include <vector>

#include "facts/field.hpp"

namespace tapcensus {

using SourceSet = std::bitset<kSources>;

// A wrong answer costs as much as three silent ones, so an answer needs this much.
inline constexpr double kAnswer = 2.0 / 3.0;

struct Vote {
  Source source;
  std::uint8_t weight;                   // percent
  std::vector<std::string_view> values;  // sorted; it is one of them
};

struct Decision {
  // One: the answer. Several: one of them, and nothing tells which. None: not known. Sorted.
  std::vector<std::string_view> values;
  double probability = 0;  // that the truth is among `values`
  // Of several, those that are likelier than the rest; empty where all are alike. Sorted.
  std::vector<std::string_view> likeliest;
  SourceSet supporters;  // whose votes hold all of `values`
  // When not known: the values that are equally likely and likelier than all others, with the
  // probability that the truth is among them.
  std::vector<std::string_view> tied;
  double tied_probability = 0;

  bool single() const { return values.size() == 1; }
};

// Does not depend on the order of the votes. Votes without values say nothing. More than 64
// different votes: the weakest are left out.
Decision decide(std::vector<Vote> votes);

// Whether two source families, each with a weight of at least 66, share no value.
bool contradictory(const std::vector<Vote>& votes);

// The source families that have a vote with all of `values` in it.
SourceSet supporters_of(const std::vector<std::string_view>& values,
                        const std::vector<Vote>& votes);

}  // namespace tapcensus
