// What /metrics says, read back: the text format of Prometheus.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tapcensus {

using SampleLabels = std::map<std::string, std::string, std::less<>>;

struct Sample {
  SampleLabels labels;
  double value = 0;
};

class Samples {
 public:
  using Wanted = std::vector<std::pair<std::string_view, std::string_view>>;

  // Lines that are no samples are left out: text of any bytes is fine.
  static Samples parse(std::string_view text);

  bool empty() const { return samples_.empty(); }
  // In the order of the text; empty when there is no such metric.
  const std::vector<Sample>& of(std::string_view name) const;
  // Of those that have all of these labels; nothing when there is none.
  std::optional<double> sum(std::string_view name, const Wanted& labels = {}) const;
  // That the label takes in the metric.
  std::set<std::string> values(std::string_view name, std::string_view label) const;

 private:
  std::map<std::string, std::vector<Sample>, std::less<>> samples_;
};

}  // namespace tapcensus
