#include "app/metrics_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace tapcensus {
namespace {

// Takes one label off the front: name="value", with \\, \" and \n escaped. False when there is
// none.
bool take_label(std::string_view& text, SampleLabels& labels) {
  const std::size_t equals = text.find("=\"");
  if (equals == text.npos) return false;
  const std::string name{text.substr(0, equals)};
  std::string value;
  for (std::size_t i = equals + 2; i < text.size(); ++i) {
    if (text[i] == '"') {
      text.remove_prefix(i + 1);
      if (text.starts_with(',')) text.remove_prefix(1);
      labels[name] = std::move(value);
      return true;
    }
    if (text[i] == '\\' && i + 1 < text.size()) {
      ++i;
      value += text[i] == 'n' ? '\n' : text[i];
    } else {
      value += text[i];
    }
  }
  return false;
}

struct Line {
  std::string_view name;
  Sample sample;
};

std::optional<Line> line_of(std::string_view text) {
  const std::size_t name_end = text.find_first_of("{ ");
  if (name_end == text.npos || name_end == 0) return std::nullopt;
  Line line{.name = text.substr(0, name_end), .sample = {}};
  text.remove_prefix(name_end);
  if (text.starts_with('{')) {
    text.remove_prefix(1);
    while (!text.starts_with('}')) {
      if (!take_label(text, line.sample.labels)) return std::nullopt;
    }
    text.remove_prefix(1);
  }
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), line.sample.value);
  if (error != std::errc{} || end == text.data() || !std::isfinite(line.sample.value)) {
    return std::nullopt;
  }
  return line;
}

bool has(const Sample& sample, const Samples::Wanted& labels) {
  return std::ranges::all_of(labels, [&](const auto& label) {
    const auto found = sample.labels.find(label.first);
    return found != sample.labels.end() && found->second == label.second;
  });
}

}  // namespace

Samples Samples::parse(std::string_view text) {
  Samples samples;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view one = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (one.starts_with('#')) continue;
    if (auto line = line_of(one)) {
      auto place = samples.samples_.find(line->name);
      if (place == samples.samples_.end()) {
        place = samples.samples_.emplace(line->name, std::vector<Sample>{}).first;
      }
      place->second.push_back(std::move(line->sample));
    }
  }
  return samples;
}

const std::vector<Sample>& Samples::of(std::string_view name) const {
  static const std::vector<Sample> kNone;
  const auto found = samples_.find(name);
  return found == samples_.end() ? kNone : found->second;
}

std::optional<double> Samples::sum(std::string_view name, const Wanted& labels) const {
  std::optional<double> sum;
  for (const Sample& sample : of(name)) {
    if (has(sample, labels)) sum = sum.value_or(0) + sample.value;
  }
  return sum;
}

std::set<std::string> Samples::values(std::string_view name, std::string_view label) const {
  std::set<std::string> values;
  for (const Sample& sample : of(name)) {
    const auto found = sample.labels.find(label);
    if (found != sample.labels.end()) values.insert(found->second);
  }
  return values;
}

}  // namespace tapcensus
