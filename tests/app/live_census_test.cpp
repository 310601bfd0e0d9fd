// Real programs on a live tap: what is counted is what was sent, and the devices are the ones that
// were there.
#include <gmock/gmock.h>

#include "app/live.hpp"
#include "serve/http_server.hpp"

namespace tapcensus {
namespace {

using namespace std::chrono_literals;
using namespace tapcensus::testing;

const std::string kTools = std::string{TAPCENSUS_SOURCE} + "/tests/captures/tools/";

// A small network: a server that gives addresses, pages and TLS, and machines that come and ask.
class Office {
 public:
  explicit Office(Network& network)
      : network_{network},
        server_{network.host("server", MacAddress{{0x00, 0x1b, 0x21, 0x09, 0x00, 0x01}})} {
    server_.address("10.9.0.1/24");
    server_.address("2001:db8:9::1/64");
    {
      const Inside inside{server_.space()};
      for (const std::string listen : {"10.9.0.1:80", "[2001:db8:9::1]:80"}) {
        const auto page = [] { return Response{.body = std::string(20'000, '-')}; };
        auto started = HttpServer::start(listen, {{"GET", "/", page}});
        if (!started) throw std::runtime_error{started.errors().front().sentence()};
        pages_.push_back(std::move(started).value());
      }
    }
    const std::string key = scratch_.in("key"), certificate = scratch_.in("certificate");
    shell("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30"
          " -subj /CN=www.example.net -keyout " + key + " -out " + certificate + " 2>/dev/null");
    start(server_, "openssl",
          {"s_server", "-quiet", "-www", "-accept", "443", "-key", key, "-cert", certificate});
    start(server_, "dnsmasq",
          {"-k", "--user=root", "--conf-file=/dev/null", "--no-hosts", "--no-resolv", "--no-ping",
           "--interface=eth0", "--bind-interfaces", "--pid-file=" + scratch_.in("dnsmasq"),
           "--dhcp-leasefile=" + scratch_.in("leases"), "--dhcp-range=10.9.0.100,10.9.0.199,1h",
           "--address=/#/10.9.0.1"});
    EXPECT_TRUE(eventually([&] {
      const Inside inside{server_.space()};
      return Client{"127.0.0.1:443"}.connected();
    }));
  }

  // A machine that asks for its address with these words, by ISC's client.
  const Host& leased(const std::string& role, const MacAddress& mac, const std::string& words) {
    const Host& host = network_.host(role, mac);
    const std::string conf = scratch_.write(
        role + ".conf", "send dhcp-client-identifier = hardware;\n" + words + "\n");
    const Ended ended = host.run(
        "dhclient", {"-4", "-1", "-q", "-cf", conf, "-lf", scratch_.in(role + ".leases"), "-pf",
                     scratch_.in(role + ".pid"), "-sf", kTools + "lease.sh", "eth0"});
    EXPECT_EQ(ended.status, 0) << role << ": " << ended.err;
    return host;
  }

  void start(const Host& host, const std::string& program, const Program::Arguments& arguments) {
    running_.push_back(std::make_unique<ProgramIn>(host.space(), program, arguments));
  }
  const Scratch& scratch() const { return scratch_; }

 private:
  Network& network_;
  const Scratch scratch_;
  const Host& server_;
  std::vector<std::unique_ptr<HttpServer>> pages_;
  std::vector<std::unique_ptr<Program>> running_;
};

TEST(LiveCensus, NamesTheDevicesThatAreThere) {
  NEEDS_NETWORK("dnsmasq", "openssl", "dhclient", "udhcpc", "curl", "wget");
  Network network;
  LiveSensor sensor{network};
  Office office{network};
  const Host& phone = office.leased(
      "phone", MacAddress{{0x2c, 0x0e, 0x3d, 0x09, 0x00, 0x11}},
      "send host-name \"Galaxy-S8\"; send vendor-class-identifier \"android-dhcp-9\";"
      "request subnet-mask, routers, domain-name-servers, domain-name, interface-mtu,"
      " broadcast-address, dhcp-lease-time, dhcp-renewal-time, dhcp-rebinding-time,"
      " vendor-encapsulated-options;");
  EXPECT_EQ(phone.run("curl", {"-s", "-A",
                               "Mozilla/5.0 (Linux; Android 9; SAMSUNG SM-G955F) "
                               "AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 "
                               "Chrome/130.0.0.0 Mobile Safari/537.36",
                               "http://10.9.0.1/"})
                .status,
            0);
  const Series series = sensor.scrape_until_all(network);
  std::cerr << ::testing::PrintToString(devices_of(series)) << "\n";
  for (auto& [n, v] : series)
    if (v != 0) std::cerr << n << " " << v << "\n";
  EXPECT_EQ(sum_of(series, "tapcensus_rx_bytes_total"), network.counts().bytes);
  std::cerr << sensor.end_by(SIGTERM).err;
}

}  // namespace
}  // namespace tapcensus
