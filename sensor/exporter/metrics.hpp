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

  signature_matches_total,
  signature_last_match_timestamp_seconds,

  evidence_total,
  contradictions_total,
  findings_unmatched_total,
  findings_left_out_total,
  captured_values_undeclared_total,
  codes_unknown_total,
  catalog_refused_total,
  scan_errors_total,

  received_packets_total,
  packets_total,
  rx_packets_total,
  rx_bytes_total,
  rx_missed_packets_total,
  rx_errors_total,
  rx_nombuf_total,
  rx_truncated_packets_total,
  port_up,
  port_speed_bytes_per_second,
  tap_last_packet_timestamp_seconds,
  mempool_in_use,
  mempool_capacity,

  tcp_flows_total,
  one_sided_flows_total,
  tcp_segments_total,
  rx_out_of_order_segments_total,
  capture_ack_events_total,
  capture_gap_events_total,
  capture_gap_bytes_total,
  duplicate_packets_total,
  timestamp_jumps_total,
  tunnel_packets_total,
  obfuscation_bytes_total,
  fragments_total,
  incomplete,

  worker_packets_total,
  worker_busy_cycles_total,
  worker_cycles_total,
  worker_empty_polls_total,
  worker_stalled,
  handover_packets_total,
  handover_lost_total,
  shedding_ratio,
  flows_active,
  flow_table_capacity,
  flow_inserts_total,
  flow_evictions_total,
  stream_blocks_lost_total,
  evidence_lost_total,
  sightings_lost_total,
  signature_matches_lost_total,
  signature_streams,
  signature_streams_lost_total,

  build_info,
  rules_info,
  rules,
  rules_last_reload_successful,
  rules_last_reload_timestamp_seconds,
  rules_last_reload_success_timestamp_seconds,
  rules_reloads_total,
  rules_reload_seconds,
  rules_generations,
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
  bool from_zero = false;  // a new series shows 0 first, so that increase() sees its first event
};

namespace label {
inline constexpr Label kVendor{"vendor"}, kFamily{"family"}, kType{"type"}, kModel{"model"},
    kOs{"os"}, kOsVersion{"os_version"}, kOrigin{"origin"}, kSources{"sources"}, kTap{"tap"},
    kQueue{"queue"}, kWorker{"worker"}, kPool{"pool"}, kPort{"port"}, kSignature{"signature"};
inline constexpr Label kWindow{"window", kWindows.size()};
inline constexpr Label kDirection{"direction", 2};  // sent, received
inline constexpr Label kOutcome{"outcome", 12};     // the ledger's
inline constexpr Label kEviction{"reason", 3};      // idle, pressure, closed
inline constexpr Label kTunnel{"kind", 15};         // of the tunnels that are followed
inline constexpr Label kObfuscation{"kind", 18};    // facts/obfuscation.hpp
inline constexpr Label kFragment{"event", 6};       // what became of fragments and their packets
inline constexpr Label kCut{"reason", 2};           // snaplen, segmented
inline constexpr Label kIncomplete{"reason", 5};    // see metric incomplete
inline constexpr Label kFlows{"flows", 2};          // new, known
inline constexpr Label kStreams{"state", 2};        // open, free
inline constexpr Label kStreamLoss{"reason", 2};    // pressure, reload
inline constexpr Label kReload{"result", 2};        // success, failure
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

constexpr MetricRow from_zero(MetricRow row) noexcept {
  row.from_zero = true;
  return row;
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
          "network; rare models may be added up in other, and so are names that only a device "
          "says of itself. A sum over windows makes no sense."),
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

    // ---- what was found in payload ---------------------------------------------------------
    from_zero(counter(
        Metric::signature_matches_total, "tapcensus_signature_matches_total", Budget::signatures,
        {label::kSignature, {"category"}},
        "Times that the signature was found in payload, once for each flow and direction; a new "
        "series shows 0 for one scrape first. A rise is more of what the signature stands for: its "
        "note in the rules says what to do.")),
    gauge(Metric::signature_last_match_timestamp_seconds,
          "tapcensus_signature_last_match_timestamp_seconds", Budget::signatures,
          {label::kSignature},
          "Time of the last packet in which the signature was found, since 1970. One that was "
          "always there and stands still is no longer used, or no longer seen at this tap."),

    // ---- how they are known ----------------------------------------------------------------
    counter(Metric::evidence_total, "tapcensus_evidence_total", Budget::health, {{"source"}},
            "Pieces of evidence that the census took in, by independent source. A source that "
            "stops rising while others go on is no longer seen at this tap: check what is "
            "mirrored to it."),
    counter(Metric::contradictions_total, "tapcensus_contradictions_total", Budget::health,
            {{"reason"}},
            "Devices whose evidence came to disagree, by what disagrees. A rise is forged or "
            "shared addresses, or a wrong rule: explain one of the devices."),
    counter(Metric::findings_unmatched_total, "tapcensus_findings_unmatched_total", Budget::traffic,
            {{"field"}},
            "Values read off the wire that no rule knows, by field. A rise is devices that could "
            "be known and are not: collect the values with read --unknown and write a rule."),
    counter(Metric::findings_left_out_total, "tapcensus_findings_left_out_total", Budget::health,
            {label::kWorker},
            "Values left out because one packet held more than 64 of them. A rise is a talkative "
            "protocol or somebody stuffing packets; the devices concerned are known by less."),
    counter(Metric::captured_values_undeclared_total, "tapcensus_captured_values_undeclared_total",
            Budget::health, {},
            "Versions and models that a rule read from the wire and the taxonomy does not "
            "declare; they stay unknown. A rise is a new release to add to the taxonomy, or "
            "forged text."),
    counter(Metric::codes_unknown_total, "tapcensus_codes_unknown_total", Budget::health, {},
            "Texts in which a table looked for the code of a model and found none that it knows; "
            "some held no code at all. A share of http evidence that grows means that the tables "
            "grow old: make them anew, as rules/README.md says."),
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
    counter(Metric::rx_missed_packets_total, "tapcensus_rx_missed_packets_total", Budget::health,
            {label::kTap},
            "Frames that the port lost because no worker fetched them in time. A rise is loss: "
            "add workers or queues, or narrow the --filter."),
    counter(Metric::rx_errors_total, "tapcensus_rx_errors_total", Budget::health, {label::kTap},
            "Frames that the port could not take: damaged, or too long for it. A rise is a bad "
            "cable or transceiver, or a wrong MTU."),
    counter(Metric::rx_nombuf_total, "tapcensus_rx_nombuf_total", Budget::health, {label::kTap},
            "Times that the port found no free packet buffer. A rise comes before loss: a worker "
            "holds the buffers too long; see tapcensus_mempool_in_use."),
    counter(Metric::rx_truncated_packets_total, "tapcensus_rx_truncated_packets_total",
            Budget::health, {label::kTap, label::kCut},
            "Frames of which the end is missing: cut by the snapshot length of the capture or "
            "the packet broker, or longer than 16 KiB in segments. A rise hides what devices say "
            "late in a frame: turn slicing off."),
    gauge(Metric::port_up, "tapcensus_port_up", Budget::health, {label::kTap, label::kPort},
          "1 while the port has a link, 0 when the cable is out, the interface is down or gone. "
          "At 0 nothing is seen there: check the cable and the interface."),
    gauge(Metric::port_speed_bytes_per_second, "tapcensus_port_speed_bytes_per_second",
          Budget::health, {label::kTap, label::kPort},
          "Speed of the link, 0 where the port does not say. When the rate of "
          "tapcensus_rx_bytes_total comes near it, the mirror port itself begins to drop."),
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

    // ---- whether the tap is sane -------------------------------------------------------------
    counter(Metric::tcp_flows_total, "tapcensus_tcp_flows_total", Budget::health, {label::kTap},
            "TCP flows that ended after data or an acknowledgement was seen. It rises with the "
            "traffic; compare tapcensus_one_sided_flows_total with it."),
    counter(Metric::one_sided_flows_total, "tapcensus_one_sided_flows_total", Budget::health,
            {label::kTap},
            "TCP flows of which only one direction was seen. A large share of "
            "tapcensus_tcp_flows_total means that the mirror has one direction only, or the other "
            "takes another path: mirror both."),
    counter(Metric::tcp_segments_total, "tapcensus_tcp_segments_total", Budget::health,
            {label::kTap},
            "TCP segments with data. It rises with the traffic; compare "
            "tapcensus_rx_out_of_order_segments_total with it."),
    counter(Metric::rx_out_of_order_segments_total, "tapcensus_rx_out_of_order_segments_total",
            Budget::health, {label::kTap},
            "TCP segments that came after a later one. More than a few in a hundred of "
            "tapcensus_tcp_segments_total means that the path to the tap reorders: bonded links, "
            "or a packet broker that spreads flows."),
    counter(Metric::capture_ack_events_total, "tapcensus_capture_ack_events_total", Budget::health,
            {label::kTap},
            "Acknowledgements of data in flows whose both directions are seen. It rises with the "
            "traffic; compare tapcensus_capture_gap_events_total with it."),
    counter(Metric::capture_gap_events_total, "tapcensus_capture_gap_events_total", Budget::health,
            {label::kTap},
            "Acknowledgements of data that was never seen here, though it arrived. Its share of "
            "tapcensus_capture_ack_events_total estimates the loss anywhere before the sensor, "
            "the mirror port included, even where missed is 0."),
    counter(Metric::capture_gap_bytes_total, "tapcensus_capture_gap_bytes_total", Budget::health,
            {label::kTap},
            "Bytes of TCP that were acknowledged and never seen here. A rise is loss before or "
            "in the sensor: see whether missed rises too; if not, the mirror port drops."),
    counter(Metric::duplicate_packets_total, "tapcensus_duplicate_packets_total", Budget::health,
            {label::kTap},
            "Packets that came again unchanged within 50 ms, but for TTL and link header: copies "
            "made by the mirror. A large share means that the SPAN mirrors both ingress and "
            "egress: mirror one of them. They are counted in the ledger like any other."),
    counter(Metric::timestamp_jumps_total, "tapcensus_timestamp_jumps_total", Budget::health,
            {label::kTap},
            "Frames stamped earlier than the one before by more than a second, or more than an "
            "hour later. A rise is a clock being set or broken: check the time source of the tap."),
    counter(Metric::tunnel_packets_total, "tapcensus_tunnel_packets_total", Budget::health,
            {label::kTunnel},
            "Packets found inside tunnels of the kind; those in several count in each. A kind that "
            "stands still while others rise is no longer mirrored to this tap."),
    counter(Metric::obfuscation_bytes_total, "tapcensus_obfuscation_bytes_total", Budget::traffic,
            {label::kObfuscation},
            "Bytes of IP packets, both directions, of flows that hide what they carry (VPNs, "
            "proxies, relays, DNS in TLS or HTTPS, and streams that are cipher text from the first "
            "byte on). A rise is traffic of which less can be told: see fact obfuscation.kind."),
    counter(Metric::fragments_total, "tapcensus_fragments_total", Budget::health,
            {label::kFragment},
            "Pieces of IP packets that are held, overlap or are impossible, and packets that were "
            "assembled or given up (timeout, pressure). Timeouts that keep up with assembled mean "
            "that the tap loses pieces or sees one of several paths; pressure or overlaps that "
            "rise are a flood or an attempt to hide something."),
    gauge(Metric::incomplete, "tapcensus_incomplete", Budget::health, {label::kIncomplete},
          "1 when the census lacks something since the start, by reason: missed, shed, "
          "evidence_lost, devices_evicted, reload_cut. At 1 read counts as lower bounds, and see "
          "the counter of that name."),

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
    gauge(Metric::worker_stalled, "tapcensus_worker_stalled", Budget::health, {label::kWorker},
          "1 when the worker has not come round its loop for two seconds. At 1 its queue is not "
          "read and fills: something holds its CPU, or it hangs; see the journal and restart."),
    counter(Metric::handover_packets_total, "tapcensus_handover_packets_total", Budget::health,
            {label::kWorker},
            "Frames that another worker's queue received for this one. It is there where taps "
            "have fewer queues than there are workers; uneven rises over workers are a few large "
            "address pairs."),
    counter(Metric::handover_lost_total, "tapcensus_handover_lost_total", Budget::health,
            {label::kWorker},
            "Frames lost because the ring to this worker was full; they are in the ledger as "
            "missed. A rise means that this worker is too slow: add workers."),
    gauge(Metric::shedding_ratio, "tapcensus_shedding_ratio", Budget::health,
          {label::kWorker, label::kFlows},
          "Share of flows that the worker leaves out now because packets come faster than it can "
          "work; new flows first, then known ones. Above 0 the census is incomplete: add workers "
          "or narrow the --filter."),
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
    counter(
        Metric::signature_matches_lost_total, "tapcensus_signature_matches_lost_total",
        Budget::health, {label::kWorker},
        "Matches of signatures dropped because the control thread was slow to collect them. A "
        "rise means that tapcensus_signature_matches_total is too low: a signature that matches "
        "everywhere is in the rules, or somebody floods with what it looks for."),

    gauge(Metric::signature_streams, "tapcensus_signature_streams", Budget::health,
          {label::kStreams},
          "Directions of connections in which signatures are looked for now, over all workers "
          "(open), and for how many more there is room (free). When free comes near 0, the oldest "
          "are given up first: raise --memory."),
    counter(
        Metric::signature_streams_lost_total, "tapcensus_signature_streams_lost_total",
        Budget::health, {label::kStreamLoss},
        "Directions that signatures were no longer looked for in before the depth was reached: "
        "others had to be begun and none was free (pressure: raise --memory), or the rules they "
        "began with had to go after a reload (reload)."),

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
    gauge(Metric::rules_last_reload_timestamp_seconds,
          "tapcensus_rules_last_reload_timestamp_seconds", Budget::health, {},
          "When rules were last loaded or tried to be, since 1970. When it is far from the time "
          "of your last change, nobody has asked for a reload."),
    gauge(Metric::rules_last_reload_success_timestamp_seconds,
          "tapcensus_rules_last_reload_success_timestamp_seconds", Budget::health, {},
          "When the rules in use were loaded, since 1970. Older than the last reload means that "
          "the reload failed: run rules check and reload."),
    counter(Metric::rules_reloads_total, "tapcensus_rules_reloads_total", Budget::health,
            {label::kReload},
            "Reloads of the rules since the start, by result. A rise of failure leaves the former "
            "rules in use: read the journal, run rules check and reload."),
    gauge(Metric::rules_reload_seconds, "tapcensus_rules_reload_seconds", Budget::health, {},
          "How long the last reload took from the request until the new rules were in use. "
          "Packets were worked on meanwhile; near a minute, split or simplify patterns."),
    gauge(Metric::rules_generations, "tapcensus_rules_generations", Budget::health, {},
          "Rule sets in memory: 1, and the former one until every worker has left it. Above 2 for "
          "long means that a worker stands still: see tapcensus_worker_stalled."),
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
