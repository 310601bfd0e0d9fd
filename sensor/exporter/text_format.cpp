#include "exporter/text_format.hpp"

#include <algorithm>
#include <cstddef>

namespace tapcensus {
namespace {

constexpr auto kByName = [] {
  std::array<Metric, kMetricCount> order{};
  for (std::size_t at = 0; at < kMetricCount; ++at) order[at] = kMetrics[at].metric;
  std::ranges::sort(order, {}, [](Metric metric) { return row_of(metric).name; });
  return order;
}();

// Help escapes backslash and line feed; a label value the double quote too.
void append_escaped(std::string& text, std::string_view plain, bool quoted) {
  for (const char character : plain) {
    if (character == '\n') {
      text += "\\n";
      continue;
    }
    if (character == '\\' || (quoted && character == '"')) text.push_back('\\');
    text.push_back(character);
  }
}

void append_head(std::string& text, const MetricRow& row) {
  text.append("# HELP ").append(row.name).push_back(' ');
  append_escaped(text, row.help, false);
  text.append("\n# TYPE ").append(row.name);
  text += row.type == MetricType::counter ? " counter\n" : " gauge\n";
}

void append_labels(std::string& text, const MetricRow& row, std::string_view key) {
  if (key.empty()) return;
  char before = '{';
  for (const Label& label : row.labels.all()) {
    const std::size_t end = key.find(Scrape::kClose);
    text.push_back(before);
    text.append(label.name).append("=\"");
    append_escaped(text, key.substr(0, end), true);
    text.push_back('"');
    key.remove_prefix(end + 1);
    before = ',';
  }
  text.push_back('}');
}

}  // namespace

const std::array<Metric, kMetricCount>& metrics_by_name() noexcept { return kByName; }

std::string text_of(const Scrape& scrape) {
  std::string text;
  for (const Metric metric : kByName) {
    const MetricRow& row = row_of(metric);
    if (scrape.of(metric).empty()) continue;
    append_head(text, row);
    for (const auto& [key, value] : scrape.of(metric)) {
      text += row.name;
      append_labels(text, row, key);
      text.push_back(' ');
      value.append_to(text);
      text.push_back('\n');
    }
  }
  return text;
}

}  // namespace tapcensus
