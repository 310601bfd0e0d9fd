#include "app/tap_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tapcensus {
namespace {

using Count = TapCounts::Count;

Count sum_of(std::initializer_list<Count> counts) {
  Count sum;
  for (const Count& count : counts) {
    if (count) sum = sum.value_or(0) + *count;
  }
  return sum;
}

std::string in_command(std::string_view command, std::string_view interface) {
  std::string text{command};
  if (const std::size_t at = text.find("{}"); at != text.npos) text.replace(at, 2, interface);
  return text;
}

// What is known of it, and how much it is.
Judgement measured(const TapCheck& check, const TapCounts& counts) {
  Judgement judgement{.name = std::string{check.name}, .finding = "-", .advice = {}, .command = {}};
  const Count part = counts.*check.part;
  if (!part) return judgement;
  if (check.kind != TapCheck::Kind::share) {
    judgement.measure = *part;
    judgement.finding = check.kind == TapCheck::Kind::seconds
                            ? "silent for " + duration(*part)
                            : fmt::format("{} {}", short_number(*part), check.unit);
    judgement.state = State::ok;
    return judgement;
  }
  const Count whole = counts.*check.whole;
  if (!whole) return judgement;
  if (*whole < check.least) {
    judgement.finding = fmt::format("too few to tell: {} {}", short_number(*whole), check.unit);
    return judgement;
  }
  judgement.measure = *part / *whole;
  judgement.finding =
      fmt::format("{} of {} {}", percent(judgement.measure), short_number(*whole), check.unit);
  judgement.state = State::ok;
  return judgement;
}

}  // namespace

TapCounts TapCounts::of(const Samples& samples, std::string_view tap, double now) {
  const auto sum = [&](std::string_view name, Samples::Wanted labels = {}) {
    labels.emplace_back("tap", tap);
    return samples.sum(name, labels);
  };
  const auto outcome = [&](std::string_view name) {
    return sum("tapcensus_packets_total", {{"outcome", name}});
  };
  TapCounts counts;
  counts.received = sum("tapcensus_received_packets_total");
  counts.missed = outcome("missed");
  counts.shed = outcome("shed");
  counts.errors = outcome("errors");
  counts.lost = sum_of({counts.missed, counts.shed, counts.errors});
  counts.cut = sum("tapcensus_rx_truncated_packets_total");
  counts.tcp_flows = sum("tapcensus_tcp_flows_total");
  counts.one_sided_flows = sum("tapcensus_one_sided_flows_total");
  counts.segments = sum("tapcensus_tcp_segments_total");
  counts.out_of_order = sum("tapcensus_rx_out_of_order_segments_total");
  counts.acks = sum("tapcensus_capture_ack_events_total");
  counts.gaps = sum("tapcensus_capture_gap_events_total");
  counts.gap_bytes = sum("tapcensus_capture_gap_bytes_total");
  counts.duplicates = sum("tapcensus_duplicate_packets_total");
  counts.jumps = sum("tapcensus_timestamp_jumps_total");
  const Count last = sum("tapcensus_tap_last_packet_timestamp_seconds");
  if (last && *last > 0) counts.silent_seconds = std::max(0.0, now - *last);
  return counts;
}

std::string_view word_of(State state) {
  switch (state) {
    case State::ok: return "ok";
    case State::warning: return "WARN";
    case State::failure: return "FAIL";
    case State::unknown: break;
  }
  return "-";
}

std::vector<Judgement> judge(const TapCounts& counts, std::string_view interface) {
  std::vector<Judgement> judgements;
  for (const TapCheck& check : kTapChecks) {
    Judgement judgement = measured(check, counts);
    if (judgement.state == State::ok && judgement.measure > check.warn_above) {
      judgement.state = State::warning;
      judgement.advice = check.advice;
      judgement.command = in_command(check.command, interface);
    }
    judgements.push_back(std::move(judgement));
  }
  return judgements;
}

std::string short_number(double number) {
  constexpr std::array<std::pair<double, char>, 4> kUnits{
      {{1e12, 'T'}, {1e9, 'G'}, {1e6, 'M'}, {1e5, 'k'}}};
  for (const auto& [size, letter] : kUnits) {
    if (std::abs(number) < size) continue;
    const double scaled = number / (letter == 'k' ? 1e3 : size);
    return fmt::format("{:.{}f}{}", scaled, scaled < 10 ? 2 : scaled < 100 ? 1 : 0, letter);
  }
  const auto whole = static_cast<long>(std::llround(number));
  return whole < 1000 ? std::to_string(whole) : fmt::format("{},{:03}", whole / 1000, whole % 1000);
}

std::string percent(double share) {
  const double hundredths = share * 100;
  if (hundredths == 0) return "0%";
  if (hundredths < 0.001) return "<0.001%";
  return fmt::format("{:.{}f}%", hundredths, hundredths < 0.1 ? 3 : hundredths < 10 ? 2 : 1);
}

std::string duration(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::clamp(seconds, 0.0, 1e12));
  if (whole < 120) return fmt::format("{} s", whole);
  if (whole < 7200) return fmt::format("{} min", whole / 60);
  if (whole < 2 * 86400) return fmt::format("{} h {} min", whole / 3600, whole / 60 % 60);
  return fmt::format("{} d {} h", whole / 86400, whole / 3600 % 24);
}

}  // namespace tapcensus
