// Every metric of the sensor: one table, read top to bottom.
//
// A row says the name, the labels, which budget its series are taken from, and what the operator
// learns from it. Nothing is shown that has no row, and no label carries an address, a name read
// off the wire or a hash: values come from the rules, the configuration and enumerations.
// What the rows promise of themselves is held by the compiler, in metrics.cpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

namespace tapcensus {

enum class MetricType : std::uint8_t { counter, gauge };

// Series are bounded by purpose, so that one purpose cannot crowd out another.
enum class Budget : std::uint8_t { devices, traffic, attacks, models, signatures, health, end_ };

struct BudgetRow {
  std::string_view name;
  std::size_t series;
};
inline constexpr std::array<BudgetRow, static_cast<std::size_t>(Budget::end_)> kBudgets{{
    {"devices", 6'000},
    {"traffic", 6'000},
    {"attacks", 4'000},
    {"models", 1'000},
    {"signatures", 2'000},
    {"health", 1'000},
}};
inline constexpr std::size_t kMostSeries = 20'000;

// A label. `values` is how many values it can take when they are enumerated in the code (`window`,
// `direction`), and 0 when it tells classes apart (`vendor`, `worker`) and becomes `other` over
// budget.
struct Label {
  std::string_view name;
  std::size_t values = 0;

  constexpr bool tells_class() const noexcept { return values == 0; }
  friend constexpr bool operator==(const Label&, const Label&) noexcept = default;
};

class Labels {
 public:
  static constexpr std::size_t kMost = 5;

  constexpr Labels(std::initializer_list<Label> labels) : size_{labels.size()} {
    std::size_t at = 0;
    for (const Label& label : labels) labels_.at(at++) = label;
  }
  constexpr std::size_t size() const noexcept { return size_; }
  constexpr std::span<const Label> all() const noexcept { return {labels_.data(), size_}; }

 private:
  std::array<Label, kMost> labels_{};
  std::size_t size_;
};

// The spans over which devices are counted, by the packets' time.
inline constexpr std::array<std::string_view, 4> kWindows{"5m", "1h", "24h", "all"};

// In the order of the table. The name is the metric's, without `tapcensus_`.
enum class Metric : std::uint8_t {
  devices,
  devices_corroborated,
  device_os,
  device_models,
  devices_by_origin,
  devices_by_corroboration,

  device_packets_total,
  device_bytes_total,
  device_flows_total,
  device_reclassified_total,
  devices_evicted_total,
  device_table_capacity,

  evidence_total,
  contradictions_total,
  findings_unmatched_total,
  findings_left_out_total,
  captured_values_undeclared_total,
  catalog_refused_total,
  scan_errors_total,

  received_packets_total,
  packets_total,
  rx_packets_total,
  rx_bytes_total,
  tap_last_packet_timestamp_seconds,
  mempool_in_use,
  mempool_capacity,

  worker_packets_total,
  worker_busy_cycles_total,
  worker_cycles_total,
  worker_empty_polls_total,
  flows_active,
  flow_table_capacity,
  flow_inserts_total,
  flow_evictions_total,
  stream_blocks_lost_total,
  evidence_lost_total,
  sightings_lost_total,

  build_info,
  rules_info,
  rules,
  rules_last_reload_successful,
  start_time_seconds,
  scrape_duration_seconds,
  series,
  series_in_other,
  series_limit,

  process_cpu_seconds_total,
  process_resident_memory_bytes,
  process_virtual_memory_bytes,
  process_open_fds,
  process_max_fds,
  process_start_time_seconds,
  end_
};
inline constexpr std::size_t kMetricCount = static_cast<std::size_t>(Metric::end_);

struct MetricRow {
  Metric metric;
  std::string_view name;
  MetricType type;
  Budget budget;
  Labels labels;  // those that tell classes apart first
  std::string_view help;
};

namespace label {
inline constexpr Label kVendor{"vendor"}, kFamily{"family"}, kType{"type"}, kModel{"model"},
    kOs{"os"}, kOsVersion{"os_version"}, kOrigin{"origin"}, kSources{"sources"}, kTap{"tap"},
    kQueue{"queue"}, kWorker{"worker"}, kPool{"pool"};
inline constexpr Label kWindow{"window", kWindows.size()};
inline constexpr Label kDirection{"direction", 2};  // sent, received
inline constexpr Label kOutcome{"outcome", 12};     // the ledger's
inline constexpr Label kEviction{"reason", 3};      // idle, pressure, closed
inline constexpr Label kBudget{"budget", kBudgets.size()};
}  // namespace label

constexpr MetricRow counter(Metric metric, std::string_view name, Budget budget, Labels labels,
                            std::string_view help) noexcept {
  return {metric, name, MetricType::counter, budget, labels, help};
}
constexpr MetricRow gauge(Metric metric, std::string_view name, Budget budget, Labels labels,
                          std::string_view help) noexcept {
  return {metric, name, MetricType::gauge, budget, labels, help};
}

inline constexpr std::array<MetricRow, kMetricCount> kMetrics{
    // ---- who is there ----------------------------------------------------------------------
    gauge(Metric::devices, "tapcensus_devices", Budget::devices,
          {label::kVendor, label::kFamily, label::kType, label::kOs, label::kWindow},
          "Distinct devices active in the window, by class; behind NATs the lower bound. A rise "
          "is new devices: compare with devices_corroborated before believing it. Sum over "
          "classes for one window only; a sum over windows counts a device several times."),
    gauge(Metric::devices_corroborated, "tapcensus_devices_corroborated", Budget::devices,
          {label::kVendor, label::kFamily, label::kType, label::kOs, label::kWindow},
          "Of the devices, those whose vendor or OS two or more independent sources support. "
          "Falling behind tapcensus_devices means that more is guessed from one source: see "
          "tapcensus_evidence_total for the source that fell silent. A sum over windows makes "
          "no sense."),
    gauge(Metric::device_os, "tapcensus_device_os", Budget::devices,
          {label::kOs, label::kOsVersion, label::kWindow},
          "Distinct devices active in the window, by OS and its version. A rise of an old "
          "version is machines to update. A sum over windows makes no sense."),
    gauge(Metric::device_models, "tapcensus_device_models", Budget::models,
          {label::kVendor, label::kModel, label::kWindow},
          "Distinct devices active in the window, by model. A rise is new hardware on the "
          "network; rare models may be added up in other. A sum over windows makes no sense."),
    gauge(Metric::devices_by_origin, "tapcensus_devices_by_origin", Budget::devices,
          {label::kOrigin, label::kWindow},
          "Distinct devices active in the window, by the country of the vendor. A rise is new "
          "devices from there: see tapcensus_devices for which. A sum over windows makes no "
          "sense."),
    gauge(Metric::devices_by_corroboration, "tapcensus_devices_by_corroboration", Budget::devices,
          {label::kSources, label::kWindow},
          "Distinct devices active in the window, by how many independent sources support the "
          "verdict. A rise at 0 or 1 means that the tap sees less of each device, or that rules "
          "are missing. A sum over windows makes no sense."),

    // ---- what they do ----------------------------------------------------------------------
    counter(Metric::device_packets_total, "tapcensus_device_packets_total", Budget::traffic,
            {label::kVendor, label::kFamily, label::kType, label::kOs, label::kDirection},
            "Packets sent or received by devices of the class, handed over by their flows each "
            "minute and at their end. A rise is more traffic of this class. A sum over directions "
            "counts a packet between two devices twice."),
    counter(Metric::device_bytes_total, "tapcensus_device_bytes_total", Budget::traffic,
            {label::kVendor, label::kFamily, label::kType, label::kOs, label::kDirection},
            "Bytes of the innermost IP packets sent or received by devices of the class. A rise "
            "is more traffic of this class: see the devices behind it in the report. A sum over "
            "directions counts a byte between two devices twice."),
    counter(Metric::device_flows_total, "tapcensus_device_flows_total", Budget::traffic,
            {label::kVendor, label::kFamily, label::kType, label::kOs, label::kDirection},
            "Flows begun (sent) or taken (received) by devices of the class. A rise with few "
            "bytes behind it is scanning or failing connections: look at the class. A sum over "
            "directions counts a flow between two devices twice."),
    counter(Metric::device_reclassified_total, "tapcensus_device_reclassified_total",
            Budget::health, {},
            "Verdicts that changed after they were first given; traffic already credited stays "
            "with the former class. A steady rise means that evidence contradicts itself: explain "
            "a device that changed."),
    counter(Metric::devices_evicted_total, "tapcensus_devices_evicted_total", Budget::health, {},
            "Devices that left the census because its table was full, the longest silent first. A "
            "rise means that counts of long windows are too low: give more --memory or narrow the "
            "--scope."),
    gauge(Metric::device_table_capacity, "tapcensus_device_table_capacity", Budget::health, {},
          "How many devices the census can hold. It changes with --memory only; when "
          "tapcensus_devices over all classes of window all comes near it, raise it."),

    // ---- how they are known ----------------------------------------------------------------
    counter(Metric::evidence_total, "tapcensus_evidence_total", Budget::health, {{"source"}},
            "Pieces of evidence that the census took in, by independent source. A source that "
            "stops rising while others go on is no longer seen at this tap: check what is "
            "mirrored to it."),
    counter(Metric::contradictions_total, "tapcensus_contradictions_total", Budget::health,
            {{"reason"}},
            "Devices whose evidence came to disagree, by what disagrees. A rise is forged or "
            "shared addresses, or a wrong rule: explain one of the devices."),
    counter(Metric::findings_unmatched_total, "tapcensus_findings_unmatched_total", Budget::health,
            {{"field"}},
            "Values read off the wire that no rule knows, by field. A rise is devices that could "
            "be known and are not: collect the values with --facts and write a rule."),
    counter(Metric::findings_left_out_total, "tapcensus_findings_left_out_total", Budget::health,
            {label::kWorker},
            "Values left out because one packet held more than 64 of them. A rise is a talkative "
            "protocol or somebody stuffing packets; the devices concerned are known by less."),
    counter(Metric::captured_values_undeclared_total, "tapcensus_captured_values_undeclared_total",
            Budget::health, {},
            "Versions and models that a rule read from the wire and the taxonomy does not "
            "declare; they stay unknown. A rise is a new release to add to the taxonomy, or "
            "forged text."),
    counter(Metric::catalog_refused_total, "tapcensus_catalog_refused_total", Budget::health, {},
            "Verdicts refused because the catalogue of distinct verdicts was full. It should stay "
            "0; a rise means rules that make up values: run rules check and reload."),
    counter(Metric::scan_errors_total, "tapcensus_scan_errors_total", Budget::health, {},
            "Scans that the pattern matcher failed to finish. It must stay 0; a rise means that "
            "matches are missed: report it with the build_info of this sensor."),

    // ---- what the taps brought -------------------------------------------------------------
    counter(Metric::received_packets_total, "tapcensus_received_packets_total", Budget::health,
            {label::kTap},
            "Frames that arrived at the tap, counted at the source; equals the sum of "
            "tapcensus_packets_total over outcome. No rise while the network is busy means that "
            "the mirror is off."),
    counter(Metric::packets_total, "tapcensus_packets_total", Budget::health,
            {label::kTap, label::kOutcome},
            "What became of each frame. A rise of missed, shed or errors is loss: add workers or "
            "queues, or filter; of truncated, a short snapshot length; of not_ip or malformed, a "
            "wrong mirror."),
    counter(Metric::rx_packets_total, "tapcensus_rx_packets_total", Budget::health,
            {label::kTap, label::kQueue},
            "Frames taken from the queue. Queues that rise unevenly leave workers idle: the NIC "
            "cannot spread this traffic (tunnels, one address pair)."),
    counter(Metric::rx_bytes_total, "tapcensus_rx_bytes_total", Budget::health,
            {label::kTap, label::kQueue},
            "Bytes of the frames taken from the queue. Compare its rate with the speed of the "
            "link: near it, the mirror port itself begins to drop."),
    gauge(Metric::tap_last_packet_timestamp_seconds, "tapcensus_tap_last_packet_timestamp_seconds",
          Budget::health, {label::kTap},
          "Time of the last frame of the tap, since 1970. When it stands still the tap is dead "
          "or the network silent: check the link and the mirror."),
    gauge(Metric::mempool_in_use, "tapcensus_mempool_in_use", Budget::health, {label::kPool},
          "Packet buffers in use. Near the capacity, frames are lost for want of buffers: give "
          "more --memory."),
    gauge(Metric::mempool_capacity, "tapcensus_mempool_capacity", Budget::health, {label::kPool},
          "Packet buffers that the pool holds. It changes at start only; compare with "
          "tapcensus_mempool_in_use."),

    // ---- how the workers do ----------------------------------------------------------------
    counter(Metric::worker_packets_total, "tapcensus_worker_packets_total", Budget::health,
            {label::kWorker},
            "Frames that the worker is done with. One that rises much faster than the others "
            "carries a few large address pairs: more workers will not help it."),
    counter(Metric::worker_busy_cycles_total, "tapcensus_worker_busy_cycles_total", Budget::health,
            {label::kWorker},
            "CPU cycles in which the worker had frames. Divide its rate by that of "
            "tapcensus_worker_cycles_total: above 0.8 add workers, before frames are missed."),
    counter(Metric::worker_cycles_total, "tapcensus_worker_cycles_total", Budget::health,
            {label::kWorker},
            "CPU cycles that the worker has run, busy or not. A worker that polls always uses a "
            "whole core in top; when this stands still, the worker hangs."),
    counter(Metric::worker_empty_polls_total, "tapcensus_worker_empty_polls_total", Budget::health,
            {label::kWorker},
            "Polls that brought no frame. A rise is spare time; when it stands still the worker "
            "is saturated: add workers."),
    gauge(Metric::flows_active, "tapcensus_flows_active", Budget::health, {label::kWorker},
          "Flows in the worker's table. Above half of tapcensus_flow_table_capacity, flows "
          "begin to push each other out: give more --memory."),
    gauge(Metric::flow_table_capacity, "tapcensus_flow_table_capacity", Budget::health,
          {label::kWorker},
          "Flows that the worker's table holds. It changes with --memory and --workers only; "
          "compare with tapcensus_flows_active."),
    counter(Metric::flow_inserts_total, "tapcensus_flow_inserts_total", Budget::health,
            {label::kWorker},
            "Flows that the worker has met. A sudden rise is a scan or a flood: see which class "
            "in tapcensus_device_flows_total."),
    counter(Metric::flow_evictions_total, "tapcensus_flow_evictions_total", Budget::health,
            {label::kWorker, label::kEviction},
            "Flows that left the worker's table. idle and closed are normal; a rise of pressure "
            "means that live flows are pushed out and seen again as new: give more --memory."),
    counter(Metric::stream_blocks_lost_total, "tapcensus_stream_blocks_lost_total", Budget::health,
            {label::kWorker},
            "Beginnings of connections that were not read because no block was free. A rise means "
            "devices that stay unknown: give more --memory or less --depth."),
    counter(Metric::evidence_lost_total, "tapcensus_evidence_lost_total", Budget::health,
            {label::kWorker},
            "Evidence dropped because the control thread was slow to collect it. A steady rise "
            "means devices are named late: give the control thread a core of its own."),
    counter(Metric::sightings_lost_total, "tapcensus_sightings_lost_total", Budget::health,
            {label::kWorker},
            "Reports of which device was seen, and of its traffic, dropped because the control "
            "thread was slow to collect them. A steady rise means traffic is counted too low: "
            "give the control thread a core of its own."),

    // ---- the sensor itself -----------------------------------------------------------------
    gauge(Metric::build_info, "tapcensus_build_info", Budget::health,
          {{"version"}, {"dpdk_version"}, {"hyperscan_version"}},
          "Always 1; the labels say what runs here. More than one value over a fleet means an "
          "update is not finished."),
    gauge(Metric::rules_info, "tapcensus_rules_info", Budget::health, {{"packs"}},
          "Always 1; the label names the rule packs in use. More than one value over a fleet "
          "means that sensors judge by different rules."),
    gauge(Metric::rules, "tapcensus_rules", Budget::health, {{"pack"}},
          "Rules in use, by pack. A change without an update of the rules means that files were "
          "lost or added: run rules check."),
    gauge(Metric::rules_last_reload_successful, "tapcensus_rules_last_reload_successful",
          Budget::health, {},
          "1 when the last reload of the rules succeeded, else 0 and the former rules stay in "
          "use: run rules check and reload."),
    gauge(Metric::start_time_seconds, "tapcensus_start_time_seconds", Budget::health, {},
          "When the sensor began to listen, since 1970. A rise is a restart: if nobody asked "
          "for it, read the journal."),
    gauge(Metric::scrape_duration_seconds, "tapcensus_scrape_duration_seconds", Budget::health, {},
          "How long the control thread took to put together what is shown here. Near a second, "
          "numbers grow stale: give the control thread a core of its own."),
    gauge(Metric::series, "tapcensus_series", Budget::health, {label::kBudget},
          "Series shown, by the budget they are taken from; their sum is every series of this "
          "page. A rise towards tapcensus_series_limit is a network of many kinds of devices."),
    gauge(Metric::series_in_other, "tapcensus_series_in_other", Budget::health, {label::kBudget},
          "Series that were over their budget and are added up under other. Above 0, rare "
          "classes are no longer told apart here; the report still has them."),
    gauge(Metric::series_limit, "tapcensus_series_limit", Budget::health, {label::kBudget},
          "The most series that are ever shown, by budget; 20,000 in all. It is fixed: set the "
          "sample_limit of Prometheus no lower than its sum."),

    // ---- the process, as every Prometheus client names it -----------------------------------
    counter(Metric::process_cpu_seconds_total, "process_cpu_seconds_total", Budget::health, {},
            "CPU time of the process, user and system. Workers that poll use a whole core each; a "
            "rise beyond that is the control thread: see tapcensus_scrape_duration_seconds."),
    gauge(Metric::process_resident_memory_bytes, "process_resident_memory_bytes", Budget::health,
          {},
          "Memory of the process in RAM. It is laid out at start; a steady rise is a leak: "
          "report it."),
    gauge(Metric::process_virtual_memory_bytes, "process_virtual_memory_bytes", Budget::health, {},
          "Address space of the process. Large by design of DPDK, and no sign of trouble; a "
          "steady rise is a leak: report it."),
    gauge(Metric::process_open_fds, "process_open_fds", Budget::health, {},
          "Open file descriptors. A rise towards process_max_fds is clients that stay "
          "connected: see who scrapes."),
    gauge(Metric::process_max_fds, "process_max_fds", Budget::health, {},
          "The most file descriptors that the process may open. Raise LimitNOFILE of the "
          "service when process_open_fds comes near."),
    gauge(Metric::process_start_time_seconds, "process_start_time_seconds", Budget::health, {},
          "When the process began, since 1970. A rise is a restart: if nobody asked for it, "
          "read the journal."),
};

constexpr const MetricRow& row_of(Metric metric) noexcept {
  return kMetrics[static_cast<std::size_t>(metric)];
}
constexpr const BudgetRow& row_of(Budget budget) noexcept {
  return kBudgets[static_cast<std::size_t>(budget)];
}

}  // namespace tapcensus
