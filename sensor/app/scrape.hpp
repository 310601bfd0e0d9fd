// The census, the ledger and the health of the sensor as one scrape.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/desk.hpp"
#include "exporter/scrape.hpp"
#include "worker/ledger.hpp"
#include "worker/worker.hpp"

namespace tapcensus {

// What is there and what it does. `now` is in packet time.
void show_census(Scrape& scrape, Desk& desk, Tick now);

void show_ledger(Scrape& scrape, const std::string& tap, const TapLedger& ledger);

// The streams of signatures, over all workers.
void show_streams(Scrape& scrape, const RuleSet& rules, const StreamRoom& room,
                  const std::vector<const Worker*>& workers);
void show_workers(Scrape& scrape, const std::vector<const Worker*>& workers);

// Versions and rules; the same at every scrape. `dpdk` is empty where it is not used.
void show_build(Scrape& scrape, const Desk& desk, std::string_view dpdk);

}  // namespace tapcensus
