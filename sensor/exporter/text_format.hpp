// A scrape as Prometheus's text format 0.0.4.
//
// Written here and not by prometheus::TextSerializer, which escapes no help text, writes counters
// above 2^53 with their last units lost, and NaN as "Nan". Where it is right the two agree to the
// byte, and a test holds that. The same scrape gives the same bytes: metrics stand in order of
// their names, series in order of their label values.
#pragma once

#include <string>
#include <string_view>

#include "exporter/scrape.hpp"

namespace tapcensus {

inline constexpr std::string_view kTextFormat = "text/plain; version=0.0.4; charset=utf-8";

std::string text_of(const Scrape& scrape);

// In order of their names, as a scrape shows them.
const std::array<Metric, kMetricCount>& metrics_by_name() noexcept;

}  // namespace tapcensus
