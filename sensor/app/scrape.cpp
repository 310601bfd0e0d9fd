#include "app/scrape.hpp"

#include <algorithm>
#include <map>

#include "app/health.hpp"
#include "app/rule_packs.hpp"
#include "app/version.hpp"
#include "facts/obfuscation.hpp"
#include "match/engine.hpp"
#include "packs/conversion.hpp"

namespace tapcensus {
namespace {

static_assert(kWindowNames == kWindows, "the census counts by the windows that metrics name");

// Calls set(window, count) for each window. Nothing is shown of a class that is not there at all.
template <class Set>
void each_window(const WindowCounts& counts, Set&& set) {
  for (std::size_t i = 0; i < counts.size(); ++i) set(kWindows[i], Value{counts[i]});
}

void show_classes(Scrape& scrape, const Summary& summary) {
  for (const ClassCount& row : summary.classes) {
    const DeviceClass& c = row.device_class;
    each_window(row.devices, [&](std::string_view window, Value count) {
      scrape.set<Metric::devices>({c.vendor, c.family, c.type, c.os, window}, count);
    });
    each_window(row.corroborated, [&](std::string_view window, Value count) {
      scrape.set<Metric::devices_corroborated>({c.vendor, c.family, c.type, c.os, window}, count);
    });
  }
  for (const VersionCount& row : summary.versions) {
    each_window(row.devices, [&](std::string_view window, Value count) {
      scrape.set<Metric::device_os>({row.os, row.os_version, window}, count);
    });
  }
  for (const ModelCount& row : summary.models) {
    each_window(row.devices, [&](std::string_view window, Value count) {
      scrape.set<Metric::device_models>({row.vendor, row.model, window}, count);
    });
  }
  for (const OriginCount& row : summary.origins) {
    each_window(row.devices, [&](std::string_view window, Value count) {
      scrape.set<Metric::devices_by_origin>({row.origin, window}, count);
    });
  }
  for (const CorroborationCount& row : summary.corroboration) {
    each_window(row.devices, [&](std::string_view window, Value count) {
      scrape.set<Metric::devices_by_corroboration>({std::to_string(row.sources), window}, count);
    });
  }
}

void show_traffic(Scrape& scrape, const Census& census) {
  for (const ClassTraffic& row : census.traffic()) {
    const DeviceClass& c = row.device_class;
    for (const auto& [direction, traffic] :
         {std::pair{"sent", row.sent}, std::pair{"received", row.received}}) {
      scrape.set<Metric::device_packets_total>({c.vendor, c.family, c.type, c.os, direction},
                                               traffic.packets);
      scrape.set<Metric::device_bytes_total>({c.vendor, c.family, c.type, c.os, direction},
                                             traffic.bytes);
      scrape.set<Metric::device_flows_total>({c.vendor, c.family, c.type, c.os, direction},
                                             traffic.flows);
    }
  }
}

void show_signatures(Scrape& scrape, const SignatureCounts& counts) {
  for (const SignatureCount& row : counts.all()) {
    scrape.set<Metric::signature_matches_total>({row.signature.id, row.signature.category},
                                                row.matches);
    scrape.set<Metric::signature_last_match_timestamp_seconds>({row.signature.id},
                                                               row.last.seconds());
  }
}

}  // namespace

void show_census(Scrape& scrape, Desk& desk, Tick now) {
  Census& census = desk.census();
  show_classes(scrape, census.settle(now));
  show_traffic(scrape, census);
  show_signatures(scrape, desk.signatures());
  scrape.set<Metric::device_reclassified_total>(census.reclassified());
  scrape.set<Metric::devices_evicted_total>(census.evicted());
  for (std::size_t i = 0; i < kSources; ++i) {
    scrape.set<Metric::evidence_total>({kSourceNames[i]}, census.evidence()[i]);
  }
  for (std::size_t i = 0; i < kLevels; ++i) {
    scrape.set<Metric::contradictions_total>({kLevelNames[i]}, census.contradictions()[i]);
  }
  scrape.set<Metric::captured_values_undeclared_total>(desk.rules().undeclared());
  scrape.set<Metric::codes_unknown_total>(desk.rules().unknown_codes());
  scrape.set<Metric::scan_errors_total>(desk.rules().scan_errors());
  scrape.set<Metric::catalog_refused_total>(desk.catalog().refused());
}

void show_ledger(Scrape& scrape, const std::string& tap, const TapLedger& ledger) {
  scrape.set<Metric::received_packets_total>({tap}, ledger.received);
  for (std::size_t i = 0; i < ledger.outcomes.size(); ++i) {
    scrape.set<Metric::packets_total>({tap, kOutcomeNames[i]}, ledger.outcomes[i]);
  }
}

void show_streams(Scrape& scrape, const RuleSet& rules, const StreamRoom& room,
                  const std::vector<const Worker*>& workers) {
  std::uint64_t open = 0, pressure = 0;
  for (const Worker* const worker : workers) {
    open += worker->streams_open();
    pressure += worker->tallies().events[Event::streams_lost].value();
  }
  const std::uint64_t all = rules.streams_each_lane() * room.lanes;
  scrape.set<Metric::signature_streams>({"open"}, open);
  scrape.set<Metric::signature_streams>({"free"}, all - std::min(all, open));
  scrape.set<Metric::signature_streams_lost_total>({"pressure"}, pressure);
  scrape.set<Metric::signature_streams_lost_total>({"reload"}, streams_cut(workers));
}

void show_workers(Scrape& scrape, const std::vector<const Worker*>& workers) {
  for (std::size_t i = 0; i < workers.size(); ++i) {
    const Worker& worker = *workers[i];
    const Tally<Event>& events = worker.tallies().events;
    const std::string name = std::to_string(i);
    const auto count = [&](Event event) { return Value{events[event].value()}; };
    scrape.set<Metric::worker_packets_total>({name}, count(Event::packets));
    const Overload& overload = worker.overload();
    scrape.set<Metric::shedding_ratio>({name, "new"}, overload.share_of_new());
    scrape.set<Metric::shedding_ratio>({name, "known"}, overload.share_of_known());
    scrape.set<Metric::flows_active>({name}, std::uint64_t{worker.flows_active()});
    scrape.set<Metric::flow_table_capacity>({name}, std::uint64_t{worker.flows_capacity()});
    scrape.set<Metric::flow_inserts_total>({name}, count(Event::flow_fresh));
    scrape.set<Metric::flow_evictions_total>({name, "idle"}, count(Event::flow_idle));
    scrape.set<Metric::flow_evictions_total>({name, "closed"}, count(Event::flow_closed));
    scrape.set<Metric::flow_evictions_total>({name, "pressure"}, count(Event::flow_pressure));
    scrape.set<Metric::stream_blocks_lost_total>({name}, worker.blocks_lost());
    scrape.set<Metric::evidence_lost_total>({name}, count(Event::evidence_lost));
    scrape.set<Metric::sightings_lost_total>({name}, count(Event::sightings_lost));
    scrape.set<Metric::signature_matches_lost_total>({name}, count(Event::matches_lost));
    scrape.add<Metric::findings_left_out_total>({name}, count(Event::findings_left_out));
    for (std::size_t kind = 0; kind < kTunnelNames.size(); ++kind) {
      scrape.add<Metric::tunnel_packets_total>(
          {kTunnelNames[kind]}, worker.tallies().tunnels[static_cast<TunnelKind>(kind)].value());
    }
    for (std::size_t kind = 0; kind < kObfuscationNames.size(); ++kind) {
      scrape.add<Metric::obfuscation_bytes_total>(
          {kObfuscationNames[kind]},
          worker.tallies().hidden[static_cast<Obfuscation>(kind)].value());
    }
    for (std::size_t event = 0; event < kFragmentEventNames.size(); ++event) {
      scrape.add<Metric::fragments_total>(
          {kFragmentEventNames[event]},
          worker.tallies().fragments[static_cast<FragmentEvent>(event)].value());
    }
    for (std::size_t field = 0; field < kFields; ++field) {
      const std::uint64_t unmatched = worker.tallies().unmatched[static_cast<Field>(field)].value();
      if (unmatched == 0) continue;  // most taps carry few of the fields
      scrape.add<Metric::findings_unmatched_total>({kFieldTable[field].name}, unmatched);
    }
  }
}

namespace {

// A closed vocabulary: users may call their packs as they like.
std::string_view label_of(std::string_view pack) {
  if (pack == kOwnPack || pack_format_of(pack) || is_installable(pack)) return pack;
  return "other";
}

void show_packs(Scrape& scrape, const RuleSet& rules) {
  std::map<std::string_view, std::uint64_t> counts;
  std::string names;
  for (std::size_t i = 0; i < rules.packs().size(); ++i) {
    const auto [count, fresh] = counts.try_emplace(label_of(rules.packs()[i].name));
    count->second += rules.rules_of(i);
    if (fresh) (names += names.empty() ? "" : ",") += count->first;
  }
  scrape.set<Metric::rules_info>({names}, 1u);
  for (const auto& [pack, count] : counts) scrape.set<Metric::rules>({pack}, count);
}

}  // namespace

void show_build(Scrape& scrape, const Desk& desk, std::string_view dpdk) {
  scrape.set<Metric::build_info>({kVersion, dpdk, hyperscan_version()}, 1u);
  show_packs(scrape, desk.rules().newest());
  scrape.set<Metric::rules_last_reload_successful>(1u);
}

}  // namespace tapcensus
