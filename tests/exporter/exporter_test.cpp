// What a scrape shows is exact, the same every time, and valid in Prometheus's eyes.
#include "exporter/exporter.hpp"

#include <gmock/gmock.h>
#include <prometheus/text_serializer.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <limits>
#include <thread>

#include "exporter/process.hpp"
#include "exporter/text_reader.hpp"

namespace tapcensus {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Pair;

// One series of every metric, as a small network would show it.
Scrape small_network() {
  Scrape scrape;
  for (const std::string_view window : kWindows) {
    scrape.set<Metric::devices>({"Apple", "iPhone", "phone", "iOS", window}, 12u);
    scrape.set<Metric::devices>({"HP", "LaserJet", "printer", "", window}, 3u);
    scrape.set<Metric::devices_corroborated>({"Apple", "iPhone", "phone", "iOS", window}, 7u);
    scrape.set<Metric::device_os>({"iOS", "16.3", window}, 12u);
    scrape.set<Metric::device_models>({"Apple", "iPhone X", window}, 2u);
    scrape.set<Metric::devices_by_origin>({"US", window}, 15u);
    scrape.set<Metric::devices_by_corroboration>({"2", window}, 7u);
  }
  for (const std::string_view direction : {"sent", "received"}) {
    scrape.set<Metric::device_packets_total>({"Apple", "iPhone", "phone", "iOS", direction}, 5u);
    scrape.set<Metric::device_bytes_total>({"Apple", "iPhone", "phone", "iOS", direction}, 500u);
    scrape.set<Metric::device_flows_total>({"Apple", "iPhone", "phone", "iOS", direction}, 1u);
  }
  scrape.set<Metric::device_reclassified_total>(4u);
  scrape.set<Metric::devices_evicted_total>(0u);
  scrape.set<Metric::device_table_capacity>(100'000u);
  scrape.set<Metric::evidence_total>({"dhcp"}, 9u);
  scrape.set<Metric::contradictions_total>({"os"}, 1u);
  scrape.set<Metric::findings_unmatched_total>({"http.user_agent"}, 21u);
  scrape.set<Metric::captured_values_undeclared_total>(0u);
  scrape.set<Metric::codes_unknown_total>(0u);
  scrape.set<Metric::catalog_refused_total>(0u);
  scrape.set<Metric::scan_errors_total>(0u);
  scrape.set<Metric::received_packets_total>({"eth0"}, 100u);
  scrape.set<Metric::packets_total>({"eth0", "inspected"}, 60u);
  scrape.set<Metric::packets_total>({"eth0", "counted"}, 40u);
  scrape.set<Metric::rx_packets_total>({"eth0", "0"}, 100u);
  scrape.set<Metric::rx_bytes_total>({"eth0", "0"}, 64'000u);
  scrape.set<Metric::rx_missed_packets_total>({"eth0"}, 0u);
  scrape.set<Metric::rx_errors_total>({"eth0"}, 0u);
  scrape.set<Metric::rx_nombuf_total>({"eth0"}, 0u);
  scrape.set<Metric::rx_truncated_packets_total>({"eth0", "snaplen"}, 3u);
  scrape.set<Metric::port_up>({"eth0", "eth0"}, 1u);
  scrape.set<Metric::port_speed_bytes_per_second>({"eth0", "eth0"}, 1.25e9);
  scrape.set<Metric::tap_last_packet_timestamp_seconds>({"eth0"}, 1528243260.9);
  scrape.set<Metric::tcp_flows_total>({"eth0"}, 9u);
  scrape.set<Metric::one_sided_flows_total>({"eth0"}, 1u);
  scrape.set<Metric::tcp_segments_total>({"eth0"}, 80u);
  scrape.set<Metric::rx_out_of_order_segments_total>({"eth0"}, 2u);
  scrape.set<Metric::capture_ack_events_total>({"eth0"}, 40u);
  scrape.set<Metric::capture_gap_events_total>({"eth0"}, 1u);
  scrape.set<Metric::capture_gap_bytes_total>({"eth0"}, 1448u);
  scrape.set<Metric::duplicate_packets_total>({"eth0"}, 4u);
  scrape.set<Metric::timestamp_jumps_total>({"eth0"}, 0u);
  scrape.set<Metric::tunnel_packets_total>({"vxlan"}, 12u);
  scrape.set<Metric::fragments_total>({"assembled"}, 7u);
  scrape.set<Metric::obfuscation_bytes_total>({"wireguard"}, 1'480u);
  scrape.set<Metric::incomplete>({"missed"}, 0u);
  scrape.set<Metric::mempool_in_use>({"eth0"}, 64u);
  scrape.set<Metric::mempool_capacity>({"eth0"}, 8'192u);
  scrape.set<Metric::findings_left_out_total>({"0"}, 0u);
  scrape.set<Metric::worker_packets_total>({"0"}, 100u);
  scrape.set<Metric::worker_busy_cycles_total>({"0"}, 1'000'000u);
  scrape.set<Metric::worker_cycles_total>({"0"}, 9'000'000u);
  scrape.set<Metric::worker_empty_polls_total>({"0"}, 77u);
  scrape.set<Metric::worker_stalled>({"0"}, 0u);
  scrape.set<Metric::handover_packets_total>({"0"}, 50u);
  scrape.set<Metric::handover_lost_total>({"0"}, 0u);
  scrape.set<Metric::shedding_ratio>({"0", "new"}, 0.25);
  scrape.set<Metric::flows_active>({"0"}, 8u);
  scrape.set<Metric::flow_table_capacity>({"0"}, 65'536u);
  scrape.set<Metric::flow_inserts_total>({"0"}, 10u);
  scrape.set<Metric::flow_evictions_total>({"0", "idle"}, 2u);
  scrape.set<Metric::stream_blocks_lost_total>({"0"}, 0u);
  scrape.set<Metric::evidence_lost_total>({"0"}, 0u);
  scrape.set<Metric::sightings_lost_total>({"0"}, 0u);
  scrape.set<Metric::signature_matches_lost_total>({"0"}, 0u);
  scrape.set<Metric::signature_streams>({"open"}, 1u);
  scrape.set<Metric::signature_streams_lost_total>({"pressure"}, 0u);
  scrape.set<Metric::signature_matches_total>({"ssh.banner", "protocol"}, 3u);
  scrape.set<Metric::signature_last_match_timestamp_seconds>({"ssh.banner"}, 1528243260.9);
  scrape.set<Metric::build_info>({"0.1.0", "22.11.6", "5.4.0"}, 1u);
  scrape.set<Metric::rules_info>({"own"}, 1u);
  scrape.set<Metric::rules>({"own"}, 312u);
  scrape.set<Metric::rules_last_reload_successful>(1u);
  scrape.set<Metric::rules_last_reload_timestamp_seconds>(1528243200.1);
  scrape.set<Metric::rules_last_reload_success_timestamp_seconds>(1528243200.1);
  scrape.set<Metric::rules_reloads_total>({"success"}, 1u);
  scrape.set<Metric::rules_reload_seconds>(0.1);
  scrape.set<Metric::rules_generations>(1u);
  scrape.set<Metric::start_time_seconds>(1528243200.1);
  scrape.set<Metric::scrape_duration_seconds>(0.004);
  set_process_metrics(scrape);
  return scrape;
}

std::string shown(Scrape scrape) {
  Exporter exporter;
  exporter.show(std::move(scrape));
  return exporter.text();
}

TEST(Exporter, ShowsNothingBeforeItIsShownAnything) {
  EXPECT_EQ(Exporter{}.text(), "");
  EXPECT_TRUE(Exporter{}.Collect().empty());
}

TEST(Exporter, WritesHelpTypeAndSeriesSortedByNameAndLabels) {
  Scrape scrape;
  scrape.set<Metric::packets_total>({"eth1", "inspected"}, 3u);
  scrape.set<Metric::packets_total>({"eth0", "not_ip"}, 2u);
  scrape.set<Metric::packets_total>({"eth0", "inspected"}, 1u);
  scrape.set<Metric::worker_stalled>({"0"}, 0u);
  scrape.set<Metric::handover_packets_total>({"0"}, 50u);
  scrape.set<Metric::handover_lost_total>({"0"}, 0u);
  scrape.set<Metric::shedding_ratio>({"0", "new"}, 0.25);
  scrape.set<Metric::flows_active>({"0"}, 8u);
  const std::string text = shown(std::move(scrape));
  EXPECT_THAT(text, HasSubstr("# TYPE tapcensus_packets_total counter\n"
                              "tapcensus_packets_total{tap=\"eth0\",outcome=\"inspected\"} 1\n"
                              "tapcensus_packets_total{tap=\"eth0\",outcome=\"not_ip\"} 2\n"
                              "tapcensus_packets_total{tap=\"eth1\",outcome=\"inspected\"} 3\n"));
  EXPECT_LT(text.find("# HELP tapcensus_flows_active Flows in the worker's table."),
            text.find("# HELP tapcensus_packets_total "));
}

TEST(Exporter, TheSameScrapeGivesTheSameBytes) {
  const Scrape scrape = small_network();
  EXPECT_EQ(shown(scrape), shown(scrape));
  Exporter again;
  again.show(scrape);
  again.show(scrape);
  EXPECT_EQ(again.text(), shown(scrape));
}

TEST(Exporter, KeepsCountsExactBeyondWhatADoubleHolds) {
  Scrape scrape;
  scrape.set<Metric::scan_errors_total>(std::numeric_limits<std::uint64_t>::max());
  scrape.set<Metric::catalog_refused_total>((std::uint64_t{1} << 53) + 1);
  const auto series = series_in(shown(std::move(scrape)));
  EXPECT_EQ(series.at("tapcensus_scan_errors_total"), "18446744073709551615");
  EXPECT_EQ(series.at("tapcensus_catalog_refused_total"), "9007199254740993");
}

TEST(Exporter, WritesWhatIsNotANumberAsPrometheusReadsIt) {
  Scrape scrape;
  scrape.set<Metric::scrape_duration_seconds>(std::nan(""));
  scrape.set<Metric::start_time_seconds>(std::numeric_limits<double>::infinity());
  scrape.set<Metric::process_start_time_seconds>(0.25);
  const auto series = series_in(shown(std::move(scrape)));
  EXPECT_EQ(series.at("tapcensus_scrape_duration_seconds"), "NaN");
  EXPECT_EQ(series.at("tapcensus_start_time_seconds"), "+Inf");
  EXPECT_EQ(series.at("process_start_time_seconds"), "0.25");
}

TEST(Exporter, ALabelValueCannotBreakTheScrape) {
  Scrape scrape;
  scrape.set<Metric::device_os>({"", "a\"b\\c\nd", "all"}, 1u);
  scrape.set<Metric::device_os>({"\xff\xc0\xafz", "Caf\xc3\xa9", "all"}, 2u);
  scrape.set<Metric::device_os>({"\xed\xa0\x80", std::string_view{"x\0y", 3}, "all"}, 3u);
  const auto series = series_in(shown(std::move(scrape)));
  EXPECT_THAT(
      series,
      Contains(
          Pair(R"(tapcensus_device_os{os="unknown",os_version="a\"b\\c?d",window="all"})", "1")));
  EXPECT_THAT(
      series,
      Contains(
          Pair("tapcensus_device_os{os=\"???z\",os_version=\"Caf\xc3\xa9\",window=\"all\"}", "2")));
  EXPECT_THAT(
      series,
      Contains(Pair("tapcensus_device_os{os=\"???\",os_version=\"x?y\",window=\"all\"}", "3")));
}

TEST(Exporter, ASecondSetOverwritesAndAddAddsUp) {
  Scrape scrape;
  scrape.set<Metric::worker_stalled>({"0"}, 0u);
  scrape.set<Metric::handover_packets_total>({"0"}, 50u);
  scrape.set<Metric::handover_lost_total>({"0"}, 0u);
  scrape.set<Metric::shedding_ratio>({"0", "new"}, 0.25);
  scrape.set<Metric::flows_active>({"0"}, 8u);
  scrape.set<Metric::flows_active>({"0"}, 9u);
  scrape.add<Metric::evidence_total>({"dhcp"}, 8u);
  scrape.add<Metric::evidence_total>({"dhcp"}, 9u);
  const auto series = series_in(shown(std::move(scrape)));
  EXPECT_EQ(series.at("tapcensus_flows_active{worker=\"0\"}"), "9");
  EXPECT_EQ(series.at("tapcensus_evidence_total{source=\"dhcp\"}"), "17");
}

template <class S>
constexpr bool kTakesTwoLabels = requires(S scrape) {
  scrape.template set<Metric::device_os>({"iOS", "16.3"}, 1u);
};
template <class S>
constexpr bool kTakesThreeLabels = requires(S scrape) {
  scrape.template set<Metric::device_os>({"iOS", "16.3", "all"}, 1u);
};
static_assert(kTakesThreeLabels<Scrape> && !kTakesTwoLabels<Scrape>,
              "a forgotten label does not compile");

TEST(Exporter, ACounterNeverGoesDownAndStaysWhenItFallsSilent) {
  Exporter exporter;
  Scrape before;
  before.set<Metric::evidence_total>({"dhcp"}, 8u);
  before.set<Metric::evidence_total>({"tls"}, 5u);
  before.set<Metric::flows_active>({"0"}, 8u);
  exporter.show(std::move(before));
  Scrape after;
  after.set<Metric::evidence_total>({"tls"}, 4u);
  exporter.show(std::move(after));
  const auto series = series_in(exporter.text());
  EXPECT_EQ(series.at("tapcensus_evidence_total{source=\"dhcp\"}"), "8");
  EXPECT_EQ(series.at("tapcensus_evidence_total{source=\"tls\"}"), "5");
  EXPECT_EQ(series.count("tapcensus_flows_active{worker=\"0\"}"), 0u) << "a gauge goes";
}

// Numbers that both can write: there the two agree to the byte.
TEST(Exporter, ASignatureThatIsFoundForTheFirstTimeIsAt0UntilThatWasScraped) {
  const auto found = [](std::uint64_t ssh, std::uint64_t smb) {
    Scrape scrape;
    if (ssh > 0) scrape.set<Metric::signature_matches_total>({"ssh.banner", "protocol"}, ssh);
    if (smb > 0) scrape.set<Metric::signature_matches_total>({"smb.header", "protocol"}, smb);
    return scrape;
  };
  const auto line = [](std::string_view id, int count) {
    return "tapcensus_signature_matches_total{signature=\"" + std::string{id} +
           "\",category=\"protocol\"} " + std::to_string(count) + '\n';
  };
  Exporter exporter;
  exporter.show(found(2, 0));
  exporter.show(found(3, 0));
  EXPECT_THAT(exporter.text(), HasSubstr(line("ssh.banner", 0)));
  exporter.show(found(3, 1));
  EXPECT_THAT(exporter.text(),
              AllOf(HasSubstr(line("ssh.banner", 3)), HasSubstr(line("smb.header", 0))));
  exporter.show(found(4, 1));
  exporter.show(found(4, 1));
  EXPECT_THAT(exporter.text(),
              AllOf(HasSubstr(line("ssh.banner", 4)), HasSubstr(line("smb.header", 1))));

  Exporter once{Exporter::Use::written_once};
  once.show(found(3, 0));
  EXPECT_THAT(once.text(), HasSubstr(line("ssh.banner", 3)));
}

TEST(Exporter, AgreesWithPrometheusCppWhereThatIsExact) {
  Scrape scrape;
  scrape.set<Metric::devices>({"A\"B", "back\\slash", "phone", "iOS", "5m"}, 12u);
  scrape.set<Metric::packets_total>({"eth0", "inspected"}, std::uint64_t{1} << 53);
  scrape.set<Metric::start_time_seconds>(1528243200.0);
  Exporter exporter;
  exporter.show(std::move(scrape));
  EXPECT_EQ(exporter.text(), prometheus::TextSerializer{}.Serialize(exporter.Collect()));
}

TEST(Exporter, EveryMetricPassesPromtool) {
  if (std::system("command -v promtool >/dev/null 2>&1") != 0) {
    GTEST_SKIP() << "promtool is not installed";
  }
  const std::string text = shown(small_network());
  EXPECT_GT(count_of(series_in(text), ""), kMetricCount);
  for (const MetricRow& row : kMetrics) {
    EXPECT_THAT(text, HasSubstr("# TYPE " + std::string{row.name} + " "));
  }
  const auto path = std::filesystem::temp_directory_path() /
                    ("tapcensus_scrape_" + std::to_string(getpid()) + ".prom");
  std::ofstream{path} << text;
  FILE* promtool = popen(("promtool check metrics <" + path.string() + " 2>&1").c_str(), "r");
  ASSERT_NE(promtool, nullptr);
  std::string said;
  for (int character; (character = std::fgetc(promtool)) != EOF;) {
    said.push_back(static_cast<char>(character));
  }
  EXPECT_EQ(pclose(promtool), 0) << said;
  EXPECT_EQ(said, "");
  std::filesystem::remove(path);
}

TEST(Exporter, MayBeAskedWhileItIsShown) {
  Exporter exporter;
  exporter.show(small_network());
  std::jthread showing{[&](const std::stop_token& stop) {
    while (!stop.stop_requested()) exporter.show(small_network());
  }};
  for (int scrape = 0; scrape < 50; ++scrape) {
    EXPECT_EQ(series_in(exporter.text()).at("tapcensus_rules{pack=\"own\"}"), "312");
  }
}

TEST(Process, TellsWhatTheProcessUses) {
  Scrape scrape;
  set_process_metrics(scrape);
  const auto series = series_in(shown(std::move(scrape)));
  EXPECT_GT(std::stod(series.at("process_resident_memory_bytes")), 1e6);
  EXPECT_GE(std::stod(series.at("process_virtual_memory_bytes")),
            std::stod(series.at("process_resident_memory_bytes")));
  EXPECT_GE(std::stod(series.at("process_open_fds")), 3);
  EXPECT_GE(std::stod(series.at("process_max_fds")), std::stod(series.at("process_open_fds")));
  EXPECT_GE(std::stod(series.at("process_cpu_seconds_total")), 0);
  const auto now = static_cast<double>(std::time(nullptr));
  EXPECT_NEAR(std::stod(series.at("process_start_time_seconds")), now, 3600);
}

TEST(Process, SeesAFileThatIsOpened) {
  const auto open_files = [] {
    Scrape scrape;
    set_process_metrics(scrape);
    return scrape.of(Metric::process_open_fds).at("").number();
  };
  const double before = open_files();
  const std::ifstream file{"/proc/self/stat"};
  EXPECT_EQ(open_files(), before + 1);
}

}  // namespace
}  // namespace tapcensus
