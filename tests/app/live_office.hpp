// A small network that real programs play: a router that gives addresses and names, and servers
// behind it; machines that come, get an address and ask.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/live.hpp"
#include "serve/http_server.hpp"

namespace tapcensus::testing {

class Office {
 public:
  static constexpr int kServers = 6;  // 203.0.113.10, .20 ... .60

  explicit Office(Network& network)
      : network_{network},
        router_{network.host("router", MacAddress{{0x50, 0xc7, 0xbf, 0x09, 0, 0x01}})},
        world_{network.behind(router_, "world", MacAddress{{0x00, 0x1b, 0x21, 0x09, 0, 0x02}})} {
    router_.address("10.9.0.1/24");
    router_.address("2001:db8:9::1/64");
    router_.space().run("ip route add 203.0.113.0/24 via 192.0.2.2");
    for (int i = 1; i <= kServers; ++i) {
      world_.space().run("ip address add 203.0.113." + std::to_string(i * 10) + "/24 dev lo");
    }
    serve(world_);
    serve(router_);
    start(router_, "dnsmasq",
          {"-k", "--user=root", "--conf-file=/dev/null", "--no-hosts", "--no-resolv", "--no-ping",
           "--interface=eth0", "--bind-interfaces", "--pid-file=" + scratch_.in("dnsmasq"),
           "--dhcp-leasefile=" + scratch_.in("leases"), "--dhcp-range=10.9.0.100,10.9.0.199,1h",
           "--address=/debian.org/203.0.113.10", "--local=/#/"});
    start_tls();
    scratch_.write("resolv.conf", "nameserver 10.9.0.1\noptions timeout:1\n");
  }

  // A Galaxy S8: its lease, and a page by its browser's name.
  void play_phone() {
    const Host& phone =
        leased("phone", MacAddress{{0x2c, 0x0e, 0x3d, 0x09, 0, 0x11}},
               "send host-name \"Galaxy-S8\"; send vendor-class-identifier \"android-dhcp-9\";"
               "request subnet-mask, routers, domain-name-servers, domain-name, interface-mtu,"
               " broadcast-address, dhcp-lease-time, dhcp-renewal-time, dhcp-rebinding-time,"
               " vendor-encapsulated-options;");
    run(phone, "curl", {"-sS", "-A", kGalaxy, "http://203.0.113.10/"});
  }
  // A PC with Windows; no program here speaks TCP as Windows does, so there is its lease only.
  void play_desktop() {
    leased("desktop", MacAddress{{0xd4, 0x81, 0xd7, 0x09, 0, 0x13}},
           "send host-name \"DESKTOP-4K7Q1M2\"; send vendor-class-identifier \"MSFT 5.0\";"
           "option o121 code 121 = text; option o249 code 249 = text; option o252 code 252 = text;"
           "request subnet-mask, routers, domain-name-servers, domain-name, router-discovery,"
           " static-routes, vendor-encapsulated-options, netbios-name-servers, netbios-node-type,"
           " netbios-scope, domain-search, o121, o249, o252;");
  }
  // A Raspberry Pi: names, pages and TLS, by IPv4 and IPv6, from all servers.
  void play_raspberry() {
    const Host& raspberry = lease_raspberry();
    run(raspberry, "curl", {"-sS", "http://deb.debian.org/"});
    run(raspberry, "curl", {"-sSk", "https://deb.debian.org/"});
    run(raspberry, "curl", {"-sS", "http://[2001:db8:9::1]/"});
    for (int i = 1; i <= kServers; ++i) {
      run(raspberry, "wget", {"-qO-", "http://203.0.113." + std::to_string(i * 10) + "/"});
    }
    run(raspberry, "openssl",
        {"s_client", "-quiet", "-no_ign_eof", "-connect", "203.0.113.20:443", "-servername",
         "deb.debian.org"});
  }
  // Its lease alone.
  const Host& lease_raspberry() {
    const Host& raspberry =
        network_.host("raspberry", MacAddress{{0xdc, 0xa6, 0x32, 0x09, 0, 0x17}});
    const Ended lease = raspberry.run("udhcpc", {"-q", "-n", "-i", "eth0", "-x",
                                                 "hostname:raspberrypi", "-s", tool("udhcpc.sh")});
    EXPECT_EQ(lease.status, 0) << lease.err;
    raspberry.address("2001:db8:9::17/64");
    raspberry.space().run("ip route add default via 10.9.0.1 || true");
    return raspberry;
  }

  // A PC with a browser: its pages, and its hellos.
  void play_browser() {
    const Host& browser = network_.host("browser", MacAddress{{0x18, 0x66, 0xda, 0x09, 0, 0x1a}});
    browser.address("10.9.0.26/24");
    browser.space().run("ip route add default via 10.9.0.1");
    for (const std::string url : {"http://203.0.113.10/", "https://203.0.113.10/"}) {
      run(browser, "timeout",
          {"60", "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
           "--no-first-run", "--disable-background-networking", "--disable-component-update",
           "--disable-sync", "--disable-default-apps", "--disable-dev-shm-usage",
           "--user-data-dir=" + scratch_.in("chromium"), "--ignore-certificate-errors",
           "--dump-dom", url});
    }
  }

  // A machine that gets its address by ISC's client, with these words.
  const Host& leased(const std::string& role, const MacAddress& mac, const std::string& words) {
    const Host& host = network_.host(role, mac);
    const std::string conf =
        scratch_.write(role + ".conf", "send dhcp-client-identifier = hardware;\n" + words + "\n");
    run(host, "dhclient",
        {"-4", "-1", "-q", "-cf", conf, "-lf", scratch_.in(role + ".leases"), "-pf",
         scratch_.in(role + ".pid"), "-sf", tool("lease.sh"), "eth0"});
    return host;
  }

  // To its end, with the office's server for names.
  void run(const Host& host, const std::string& program, const Program::Arguments& arguments) {
    Program::Arguments words{"-c", "mount --bind \"$0\" /etc/resolv.conf 2>/dev/null; exec \"$@\"",
                             scratch_.in("resolv.conf"), program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    const Ended ended = host.run("sh", words);
    EXPECT_EQ(ended.status, 0) << program << ": " << ended.err;
  }

 private:
  static constexpr const char* kGalaxy =
      "Mozilla/5.0 (Linux; Android 9; SAMSUNG SM-G955F) AppleWebKit/537.36 (KHTML, like Gecko) "
      "SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36";

  static std::string tool(const std::string& name) {
    return std::string{TAPCENSUS_SOURCE} + "/tests/captures/tools/" + name;
  }
  void start(const Host& host, const std::string& program, const Program::Arguments& arguments) {
    running_.push_back(std::make_unique<ProgramIn>(host.space(), program, arguments));
  }
  // A page on port 80 of every address.
  void serve(const Host& host) {
    const Inside inside{host.space()};
    const auto page = [] { return Response{.body = std::string(20'000, '-')}; };
    auto started = HttpServer::start(":80", {{"GET", "/", page}});
    if (!started) throw std::runtime_error{started.errors().front().sentence()};
    pages_.push_back(std::move(started).value());
  }
  void start_tls() {
    const std::string key = scratch_.in("key"), certificate = scratch_.in("certificate");
    shell(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30"
        " -subj /CN=deb.debian.org -keyout " +
        key + " -out " + certificate + " 2>/dev/null");
    start(world_, "openssl",
          {"s_server", "-quiet", "-www", "-accept", "443", "-key", key, "-cert", certificate});
    EXPECT_TRUE(eventually([&] {
      const Inside inside{world_.space()};
      return Client{"127.0.0.1:443"}.connected();
    }));
  }

  Network& network_;
  const Scratch scratch_;
  const Host& router_;
  const Host& world_;
  std::vector<std::unique_ptr<HttpServer>> pages_;
  std::vector<std::unique_ptr<Program>> running_;
};

}  // namespace tapcensus::testing
