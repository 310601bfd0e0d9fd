// A real Prometheus beside the sensor, asked by its HTTP API.
#pragma once

#include <cmath>
#include <cstdio>
#include <string>

#include "app/live.hpp"

namespace tapcensus::testing {

// Scrapes the sensor each second and keeps what it saw.
class Prometheus {
 public:
  static bool installed() { return std::system("command -v prometheus >/dev/null 2>&1") == 0; }

  Prometheus(const Network& network, const std::string& target)
      : hub_{network.hub()},
        program_{hub_,
                 "prometheus",
                 {"--config.file=" + scratch_.write("prometheus.yml", config(target)),
                  "--storage.tsdb.path=" + scratch_.in("data"),
                  std::string{"--web.listen-address="} + kListen}} {
    EXPECT_TRUE(eventually([this] {
      return get("/-/ready").starts_with("HTTP/1.1 200") || !program_.running();
    })) << program_.messages();
  }

  // The value of an expression that gives one; NaN when it gives none.
  double value_of(const std::string& expression) const {
    const Json answer =
        Json::parse(body_of(get("/api/v1/query?query=" + escaped(expression))), nullptr, false);
    if (answer.is_discarded() || answer["status"] != "success") return NAN;
    const Json& result = answer["data"]["result"];
    return result.size() == 1 ? std::stod(result[0]["value"][1].get<std::string>()) : NAN;
  }

  // Whether it comes to have it; it scrapes once a second.
  bool has(const std::string& expression, double value) const {
    double last = NAN;
    const bool came = eventually([&] { return (last = value_of(expression)) == value; },
                                 std::chrono::seconds{30});
    EXPECT_TRUE(came) << expression << " is " << last << " instead of " << value;
    return came;
  }

 private:
  static constexpr const char* kListen = "127.0.0.1:9090";

  static std::string config(const std::string& target) {
    return "global:\n  scrape_interval: 1s\n  scrape_timeout: 1s\n"
           "scrape_configs:\n  - job_name: tapcensus\n    static_configs:\n      - targets: ['" +
           target + "']\n";
  }
  std::string get(const std::string& path) const {
    const Inside inside{hub_};
    return ask(kListen, "GET", path);
  }
  static std::string escaped(const std::string& text) {
    std::string out;
    for (const char byte : text) {
      char three[4];
      std::snprintf(three, sizeof three, "%%%02X", static_cast<unsigned char>(byte));
      out += three;
    }
    return out;
  }

  const Scratch scratch_;
  const Namespace& hub_;
  ProgramIn program_;
};

}  // namespace tapcensus::testing
