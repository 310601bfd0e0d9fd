// What an expression over payload costs, measured before it is taken: every byte of the network
// goes through it, and every open stream holds its state.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include "match/database.hpp"

namespace tapcensus {

class ExpressionCost {
 public:
  // State of one stream, beyond that of an expression that needs none.
  static constexpr std::size_t kMostStateBytes = 256;
  // CPU time for a byte, as so many times that of a plain literal. Expressions in common use take 1
  // to 10 times it, those that count within wide repeats 50 to 150. It depends on the processor,
  // and other work on the machine may double it.
  static constexpr double kMostTimes = 30;

  // Measures the plain literal.
  ExpressionCost();

  // Why the expression is too expensive, with what was measured; nothing when it is not, or when
  // Hyperscan does not take it.
  std::optional<std::string> objection(const std::string& expression, Scanning scanning) const;

 private:
  static constexpr std::size_t kSampleBytes = 64 * 1024;
  static constexpr std::size_t kSamples = 3;

  class Trial;
  // Seconds for one sample.
  double best(Trial& trial, std::size_t sample, int rounds) const;

  // Text, random bytes and zeroes.
  std::array<std::string, kSamples> samples_;
  std::array<double, 2> literal_seconds_{};  // by Scanning
  std::size_t literal_state_ = 0;
};

}  // namespace tapcensus
