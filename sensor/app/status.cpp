// `status`: one screen of how a running sensor is.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <thread>

#include "app/commands.hpp"
#include "app/http_get.hpp"
#include "app/marks.hpp"
#include "app/sensor_status.hpp"
#include "app/wall_clock.hpp"

namespace tapcensus {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

Result<Samples> scrape(const std::string& address) {
  auto answer = http_get(address, "/metrics");
  if (!answer) return answer.errors();
  Samples samples = Samples::parse(answer->body);
  if (answer->status != 200 || samples.empty()) {
    if (answer->status == 200 && answer->body.empty()) {
      return Error{address, "the sensor is still starting; ask again in a few seconds"};
    }
    return Error{address, "what answers there is no tapcensus; name another with --address"};
  }
  return samples;
}

struct Turn {
  Samples samples;
  Clock::time_point at;
};

// The sensor renews its numbers about once a second: rates are taken from one renewal to the next
// that comes a second later or more. Without a renewal they are those of two seconds.
Result<Turn> next_turn(const std::string& address, const Samples& last, Clock::duration least) {
  static constexpr std::string_view kTells = "tapcensus_worker_cycles_total";
  const auto start = Clock::now();
  std::this_thread::sleep_for(least);
  while (true) {
    auto now = scrape(address);
    if (!now) return now.errors();
    const auto at = Clock::now();
    if (now->sum(kTells) != last.sum(kTells) || at - start > least + 1s) {
      return Turn{std::move(*now), at};
    }
    std::this_thread::sleep_for(50ms);
  }
}

}  // namespace

int status(const StatusChoices& choices) {
  const auto first = scrape(choices.address);
  if (!first) {
    print_errors(first.errors());
    return kFailed;
  }
  const auto before = next_turn(choices.address, first.value(), 0s);
  const auto after = before ? next_turn(choices.address, before.value().samples, 1s) : before;
  if (!after) {
    print_errors(after.errors());
    return kFailed;
  }
  const double seconds =
      std::chrono::duration<double>(after.value().at - before.value().at).count();
  SensorStatus status =
      SensorStatus::of(before.value().samples, after.value().samples, seconds, wall_seconds());
  status.address = choices.address;
  fmt::print("{}", choices.json ? status_json(status)
                                : status_screen(status, Marks::of(STDOUT_FILENO).colours));
  return kDone;
}

}  // namespace tapcensus
