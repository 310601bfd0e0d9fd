// What one scrape shows: values keyed by metric and label values, so that no series occurs twice.
//
//     Scrape scrape;
//     scrape.set<Metric::devices>({"Apple", "iPhone", "phone", "iOS", "24h"}, 12u);
//     scrape.set<Metric::start_time_seconds>(1528243200.1);
//
// A wrong number of labels does not compile. Label values are made fit to be shown: an empty one
// is `unknown`, control characters and bytes that are not UTF-8 become `?`, since one of them
// would make Prometheus refuse the whole scrape.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "exporter/metrics.hpp"

namespace tapcensus {

// A count, exact to its last unit, or a moment or duration in seconds.
class Value {
 public:
  constexpr Value(std::unsigned_integral auto count) noexcept : count_{count}, is_count_{true} {}
  constexpr Value(double seconds) noexcept : seconds_{seconds} {}

  // Counts are added up; of seconds, the greater stay.
  void join(const Value& other) noexcept;
  // A counter's next value: never below the former one.
  void not_below(const Value& former) noexcept;

  constexpr double number() const noexcept {
    return is_count_ ? static_cast<double>(count_) : seconds_;
  }
  // "18446744073709551615", "0.25", "NaN", "+Inf"
  void append_to(std::string& text) const;

 private:
  std::uint64_t count_ = 0;
  double seconds_ = 0;
  bool is_count_ = false;
};

class Scrape {
 public:
  // The label values of a series in the order of its row, each closed by kClose; sorted by them.
  using Series = std::map<std::string, Value, std::less<>>;
  static constexpr char kClose = '\0';

  // Sets the series, over whatever it was set to before.
  template <Metric M, std::size_t N>
  requires(N == row_of(M).labels.size()) void set(const std::string_view (&labels)[N],
                                                  Value value) {
    of(M).insert_or_assign(key_of(labels), value);
  }
  template <Metric M>
  requires(row_of(M).labels.size() == 0) void set(Value value) {
    of(M).insert_or_assign(std::string{}, value);
  }

  // Joins the value to what the series has already.
  template <Metric M, std::size_t N>
  requires(N == row_of(M).labels.size()) void add(const std::string_view (&labels)[N],
                                                  Value value) {
    join(M, key_of(labels), value);
  }
  void join(Metric metric, std::string key, Value value);

  Series& of(Metric metric) noexcept { return series_[static_cast<std::size_t>(metric)]; }
  const Series& of(Metric metric) const noexcept {
    return series_[static_cast<std::size_t>(metric)];
  }

 private:
  static std::string key_of(std::span<const std::string_view> labels);

  std::array<Series, kMetricCount> series_;
};

// The label values that a key of Scrape::Series is made of; views into the key.
std::vector<std::string_view> values_of(std::string_view key);

}  // namespace tapcensus
