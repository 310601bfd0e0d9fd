#include "app/limits.hpp"

#include <fmt/format.h>

namespace tapcensus {

std::vector<std::string> limits(const Census& census, const std::vector<const Worker*>& workers) {
  std::vector<std::string> limits;
  const auto say = [&](std::uint64_t count, std::string_view sentence) {
    if (count > 0) limits.push_back(fmt::format(fmt::runtime(sentence), count));
  };
  const auto sum = [&](Event event) {
    std::uint64_t sum = 0;
    for (const Worker* const worker : workers) sum += worker->tallies().events[event].value();
    return sum;
  };
  std::uint64_t blocks = 0;
  for (const Worker* const worker : workers) blocks += worker->blocks_lost();
  say(census.evicted(), "{} addresses had to be forgotten: the census holds no more");
  say(census.evidence_left_out(), "{} pieces of evidence had no room");
  say(sum(Event::evidence_lost), "{} pieces of evidence came faster than they could be collected");
  say(sum(Event::sightings_lost), "{} reports of traffic came faster than they could be collected");
  say(sum(Event::matches_lost),
      "{} matches of signatures came faster than they could be collected");
  say(sum(Event::flow_pressure),
      "{} flows were cut short: the flow table was full; give more --memory");
  say(blocks, "{} streams were not read to the end; give more --memory");
  say(sum(Event::findings_left_out), "{} values of crowded packets had no room");
  return limits;
}

}  // namespace tapcensus
