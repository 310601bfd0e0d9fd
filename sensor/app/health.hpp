// Whether what is shown can be believed: the sanity of a tap, what the census lacks, workers that
// stand still.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "exporter/scrape.hpp"
#include "worker/worker.hpp"

namespace tapcensus {

// What the workers saw of the tap of that number.
void show_sanity(Scrape& scrape, const std::string& tap, std::size_t number,
                 const std::vector<const Worker*>& workers);

// What has been lost since the start, as far as the census can feel it.
struct Lost {
  std::uint64_t missed = 0;  // by ports
  std::uint64_t shed = 0;
  std::uint64_t evidence = 0;  // with sightings
  std::uint64_t devices = 0;
  std::uint64_t reload_cut = 0;
};
std::uint64_t evidence_lost(const std::vector<const Worker*>& workers);
// Streams of signatures that a reload cut.
std::uint64_t streams_cut(const std::vector<const Worker*>& workers);
void show_incomplete(Scrape& scrape, const Lost& lost);

// Sees whether a worker still comes round its loop. Who watches gives the time.
class Heartbeat {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // `beats` grows whenever the worker comes round. Whether it has not done so for two seconds.
  bool stalled(std::uint64_t beats, Time now) noexcept;

 private:
  std::uint64_t beats_ = 0;
  Time since_{};  // when `beats_` was first seen; none before the first look
};

}  // namespace tapcensus
