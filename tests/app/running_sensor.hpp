// A sensor that runs, and what it answers over HTTP.
#pragma once

#include <map>
#include <string>

#include "app/tapcensus.hpp"
#include "serve/client.hpp"

namespace tapcensus::testing {

inline std::string body_of(const std::string& answer) {
  const std::size_t end = answer.find("\r\n\r\n");
  return end == answer.npos ? std::string{} : answer.substr(end + 4);
}

class RunningSensor {
 public:
  explicit RunningSensor(Program::Arguments arguments)
      : program_{[&] {
          arguments.insert(arguments.begin(), "run");
          arguments.insert(arguments.end(), {"--listen", "127.0.0.1:0"});
          return arguments;
        }()} {
    const std::string before = "metrics: http://", after = "/metrics";
    EXPECT_TRUE(eventually([&] {
      const std::string messages = program_.messages();
      const std::size_t from = messages.find(before);
      const std::size_t to = messages.find(after, from);
      if (from == messages.npos || to == messages.npos) return !program_.running();
      address_ = messages.substr(from + before.size(), to - from - before.size());
      return true;
    }));
    EXPECT_FALSE(address_.empty()) << program_.messages();
  }

  const std::string& address() const { return address_; }
  std::string get(const std::string& path) const { return ask(address_, "GET", path); }
  std::map<std::string, double> scrape() const { return series_in(body_of(get("/metrics"))); }
  bool ready() const { return get("/-/ready").starts_with("HTTP/1.1 200"); }

  Ended end_by(int signal) {
    program_.signal(signal);
    return program_.wait(std::chrono::seconds{2});
  }

 private:
  Tapcensus program_;
  std::string address_;
};

}  // namespace tapcensus::testing
