// The process_* metrics that every Prometheus client has, from /proc.
#pragma once

#include "exporter/scrape.hpp"

namespace tapcensus {

// Leaves out what /proc does not say.
void set_process_metrics(Scrape& scrape);

}  // namespace tapcensus
