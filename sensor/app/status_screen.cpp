// The sensor's status as one screen of a terminal, and as JSON.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <span>

#include "app/marks.hpp"
#include "app/sensor_status.hpp"

namespace tapcensus {
namespace {

using Json = nlohmann::ordered_json;
using Ranking = std::vector<std::pair<std::string, double>>;

constexpr std::size_t kWidth = 80;
constexpr std::size_t kMostTaps = 3;

// Names are cut, so that no line is too long; none holds more than printable ASCII.
std::string fit(std::string_view text, std::size_t width) {
  std::string fitted;
  for (const char c : text) fitted += c >= ' ' && c <= '~' ? c : '?';
  if (fitted.size() > width) fitted = fitted.substr(0, width - 2) + "..";
  return fitted;
}

std::string or_dash(const std::optional<double>& number) {
  return number ? short_number(*number) : "-";
}

std::string time_of(double seconds) {
  return fmt::format("{:%F %T}", fmt::localtime(static_cast<std::time_t>(seconds)));
}

std::string share_of(const std::optional<double>& part, const std::optional<double>& whole) {
  return part && whole && *whole > 0 ? percent(*part / *whole) : "-";
}

// "Apple 40, Samsung 12 and 3 more", as far as it fits.
std::string list_of(const Ranking& ranking, std::size_t width) {
  std::string list;
  for (std::size_t i = 0; i < ranking.size(); ++i) {
    const std::string one = fmt::format("{}{} {}", list.empty() ? "" : ", ",
                                        fit(ranking[i].first, 24), short_number(ranking[i].second));
    const std::string rest = fmt::format(" and {} more", ranking.size() - i);
    const bool last = i + 1 == ranking.size();
    if (list.size() + one.size() + (last ? 0 : rest.size()) > width) return list + rest;
    list += one;
  }
  return list.empty() ? "-" : list;
}

std::string line(std::string_view name, const std::string& text) {
  return fmt::format("{:<9}{}\n", name, fit(text, kWidth - 9));
}

std::string head(const SensorStatus& status) {
  std::string up = "-";
  if (status.up_since) {
    up = fmt::format("{}, since {}", duration(status.now - *status.up_since),
                     time_of(*status.up_since));
  }
  return fit(fmt::format("tapcensus {} at {}: up {}", status.version.empty() ? "-" : status.version,
                         status.address, up),
             kWidth) +
         "\n";
}

std::string taps(const SensorStatus& status, const Marks& marks) {
  std::string text = fmt::format("{:<14}{:<24}{:>10}{:>10}{:>11}{:>11}\n", "TAP", "STATE",
                                 "PACKETS/S", "MBIT/S", "RECEIVED", "LOST");
  const std::size_t shown = status.taps.size() <= kMostTaps ? status.taps.size() : kMostTaps - 1;
  for (const TapStatus& tap : std::span{status.taps}.first(shown)) {
    std::optional<double> megabits = tap.bits_per_second;
    const std::string state = fmt::format("{:<24}", fit(tap.state, 23));
    text += fmt::format(
        "{:<14}{}{:>10}{:>10}{:>11}{:>11}\n", fit(tap.tap, 13),
        tap.well ? state : marks.coloured(State::warning, state), or_dash(tap.packets_per_second),
        megabits ? fmt::format("{:.1f}", *megabits / 1e6) : "-", or_dash(tap.counts.received),
        share_of(tap.counts.lost, tap.counts.received));
  }
  if (shown < status.taps.size()) {
    text += fmt::format("and {} more; see --output json\n", status.taps.size() - shown);
  }
  return text + "\n";
}

// Of all taps the one that is worst, by its name where there are several.
std::string checks(const SensorStatus& status, const Marks& marks) {
  std::string text;
  for (std::size_t i = 0; i < kTapChecks.size(); ++i) {
    const TapStatus* worst = nullptr;
    for (const TapStatus& tap : status.taps) {
      const Judgement& mine = tap.checks[i];
      if (worst == nullptr || std::pair{mine.state, mine.measure} >
                                  std::pair{worst->checks[i].state, worst->checks[i].measure}) {
        worst = &tap;
      }
    }
    if (worst == nullptr) continue;
    const Judgement& judgement = worst->checks[i];
    std::string words = judgement.finding;
    if (status.taps.size() > 1) words += " (" + worst->tap + ")";
    const std::size_t room =
        kWidth - 18 - (judgement.advice.empty() ? 0 : judgement.advice.size() + 2);
    words = fit(words, room);
    if (!judgement.advice.empty()) words += ": " + judgement.advice;
    text += fmt::format("{:<13}{} {}\n", judgement.name, marks.word(judgement.state), words);
  }
  return text;
}

std::string counts(const SensorStatus& status) {
  const auto sum = [&](TapCounts::Count TapCounts::*count) {
    std::optional<double> sum;
    for (const TapStatus& tap : status.taps) {
      if (tap.counts.*count) sum = sum.value_or(0) + *(tap.counts.*count);
    }
    return or_dash(sum);
  };
  return line("lost", fmt::format("missed {}, shed {}, errors {}", sum(&TapCounts::missed),
                                  sum(&TapCounts::shed), sum(&TapCounts::errors)));
}

std::string workers(const SensorStatus& status) {
  std::string text = fmt::format("{} busy", status.workers.size());
  std::string stalled;
  for (const WorkerStatus& worker : status.workers) {
    text += worker.busy ? " " + percent(*worker.busy) : " -";
    if (worker.stalled) stalled += " " + worker.worker;
  }
  return line("workers", (stalled.empty() ? "" : "STALLED:" + stalled + "; ") + text);
}

std::string memory(const SensorStatus& status) {
  return line("memory", fmt::format("{} MiB, {} of flows and {} of packet buffers in use",
                                    status.memory ? short_number(*status.memory / 1048576) : "-",
                                    share_of(status.flows, status.flow_capacity),
                                    share_of(status.buffers, status.buffer_capacity)));
}

std::string rules(const SensorStatus& status) {
  std::string text = fmt::format("{} rules", or_dash(status.rules));
  if (status.rules_loaded_at) text += ", loaded " + time_of(*status.rules_loaded_at);
  if (status.rules_successful && !*status.rules_successful) {
    text += "; LAST RELOAD FAILED: tapcensus rules check";
  }
  return line("rules", text);
}

std::string devices(const SensorStatus& status) {
  constexpr std::size_t kRoom = kWidth - 9;
  return line("devices", or_dash(status.devices)) +
         line("vendors", list_of(status.vendors, kRoom)) +
         line("types", list_of(status.types, kRoom));
}

// Whole numbers without a point.
Json or_null(const std::optional<double>& number) {
  if (!number) return {};
  const bool whole = std::floor(*number) == *number && std::abs(*number) < 9e15;
  return whole ? Json(static_cast<std::int64_t>(*number)) : Json(*number);
}

Json tap_json(const TapStatus& tap) {
  Json object{{"tap", tap.tap}, {"state", tap.state}};
  object["packets_per_second"] = or_null(tap.packets_per_second);
  object["bits_per_second"] = or_null(tap.bits_per_second);
  object["received"] = or_null(tap.counts.received);
  object["missed"] = or_null(tap.counts.missed);
  object["shed"] = or_null(tap.counts.shed);
  object["errors"] = or_null(tap.counts.errors);
  object["silent_seconds"] = or_null(tap.counts.silent_seconds);
  object["checks"] = judgements_json(tap.checks);
  return object;
}

Json ranking_json(const Ranking& ranking) {
  Json object = Json::object();
  for (const auto& [name, count] : ranking) object[name] = or_null(count);
  return object;
}

}  // namespace

std::string status_screen(const SensorStatus& status, bool colours) {
  const Marks marks{.colours = colours};
  std::string text = head(status) + taps(status, marks) + checks(status, marks) + "\n";
  text += counts(status) + workers(status) + memory(status) + rules(status) + devices(status);
  if (!status.incomplete.empty()) {
    text += marks.coloured(State::warning,
                           fit(fmt::format("INCOMPLETE: counts are lower bounds, because of {}",
                                           fmt::join(status.incomplete, ", ")),
                               kWidth)) +
            "\n";
  }
  return text;
}

std::string status_json(const SensorStatus& status) {
  Json object{{"version", 1}, {"address", status.address}, {"sensor_version", status.version}};
  object["up_since"] = or_null(status.up_since);
  object["taps"] = Json::array();
  for (const TapStatus& tap : status.taps) object["taps"].push_back(tap_json(tap));
  object["workers"] = Json::array();
  for (const WorkerStatus& worker : status.workers) {
    object["workers"].push_back(
        {{"worker", worker.worker}, {"busy", or_null(worker.busy)}, {"stalled", worker.stalled}});
  }
  object["memory_bytes"] = or_null(status.memory);
  object["flows"] = {{"active", or_null(status.flows)},
                     {"capacity", or_null(status.flow_capacity)}};
  object["buffers"] = {{"in_use", or_null(status.buffers)},
                       {"capacity", or_null(status.buffer_capacity)}};
  object["rules"] = {{"rules", or_null(status.rules)},
                     {"loaded_at", or_null(status.rules_loaded_at)},
                     {"last_reload_successful",
                      status.rules_successful ? Json(*status.rules_successful) : Json{}}};
  object["devices"] = {{"all", or_null(status.devices)},
                       {"by_vendor", ranking_json(status.vendors)},
                       {"by_type", ranking_json(status.types)}};
  object["incomplete"] = status.incomplete;
  return object.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace tapcensus
