#include "app/health.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace tapcensus {

void show_sanity(Scrape& scrape, const std::string& tap, std::size_t number,
                 const std::vector<const Worker*>& workers) {
  const auto sum = [&](TapEvent event) {
    std::uint64_t count = 0;
    for (const Worker* const worker : workers)
      count += worker->tallies().taps[number][event].value();
    return Value{count};
  };
  scrape.set<Metric::tcp_flows_total>({tap}, sum(TapEvent::tcp_flows));
  scrape.set<Metric::one_sided_flows_total>({tap}, sum(TapEvent::one_sided_flows));
  scrape.set<Metric::tcp_segments_total>({tap}, sum(TapEvent::tcp_segments));
  scrape.set<Metric::rx_out_of_order_segments_total>({tap}, sum(TapEvent::out_of_order));
  scrape.set<Metric::capture_ack_events_total>({tap}, sum(TapEvent::ack_events));
  scrape.set<Metric::capture_gap_events_total>({tap}, sum(TapEvent::gap_events));
  scrape.set<Metric::capture_gap_bytes_total>({tap}, sum(TapEvent::gap_bytes));
  scrape.set<Metric::duplicate_packets_total>({tap}, sum(TapEvent::duplicates));
  scrape.set<Metric::rx_truncated_packets_total>({tap, "snaplen"}, sum(TapEvent::cut_short));
}

std::uint64_t evidence_lost(const std::vector<const Worker*>& workers) {
  std::uint64_t lost = 0;
  for (const Worker* const worker : workers) {
    const Tally<Event>& events = worker->tallies().events;
    lost += events[Event::evidence_lost].value() + events[Event::sightings_lost].value() +
            events[Event::matches_lost].value();
  }
  return lost;
}

std::uint64_t streams_cut(const std::vector<const Worker*>& workers) {
  std::uint64_t cut = 0;
  for (const Worker* const worker : workers) {
    cut += worker->tallies().events[Event::streams_cut].value();
  }
  return cut;
}

void show_incomplete(Scrape& scrape, const Lost& lost) {
  for (const auto& [reason, count] : std::array<std::pair<std::string_view, std::uint64_t>, 5>{
           {{"missed", lost.missed},
            {"shed", lost.shed},
            {"evidence_lost", lost.evidence},
            {"devices_evicted", lost.devices},
            {"reload_cut", lost.reload_cut}}}) {
    scrape.set<Metric::incomplete>({reason}, count > 0 ? 1u : 0u);
  }
}

bool Heartbeat::stalled(std::uint64_t beats, Time now) noexcept {
  using namespace std::chrono_literals;
  if (since_ == Time{} || beats != beats_) {
    beats_ = beats;
    since_ = now;
  }
  return now - since_ >= 2s;
}

}  // namespace tapcensus
