// Answers HTTP for scrapers and people; nobody who is slow can keep another one waiting.
//
// One thread of libmicrohttpd serves all connections by epoll. Handlers are called on that thread,
// one at a time: they must be quick, and what they touch must bear being read from another thread.
// What takes longer is owed: the connection sleeps until some thread gives the answer. A client
// that says nothing for 10 seconds is closed; connections are limited in number, in all and for
// each address, so idle clients cost a bounded amount of memory.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace tapcensus {

struct Response {
  unsigned status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
};

// An answer that a client waits for. Many clients may be given the same one, which is not copied.
class Owed {
 public:
  struct State;
  explicit Owed(std::shared_ptr<State> state) : state_{std::move(state)} {}

  // From any thread; only the first answer is sent, and none after the server has stopped.
  void give(std::shared_ptr<const Response> answer) const;

 private:
  std::shared_ptr<State> state_;
};

// What answers `method` (GET or POST) at exactly `path`; where that ends in `/*`, at any one name
// in place of the star, of whatever bytes. GET answers HEAD too. What an exception says is answered
// with status 500.
struct Route {
  std::string method;
  std::string path;
  std::function<Response()> handler;  // or else `later`
  // Takes note of the question, with the name in place of the star, and returns at once. Whoever is
  // not answered within `patience` is told so with status 503.
  std::function<void(std::string_view name, Owed)> later{};
  std::chrono::milliseconds patience{10'000};
};

class HttpServer {
 public:
  // Listens at "127.0.0.1:9848", "[::1]:9848" or ":9848" (every address); port 0 takes any that is
  // free. The server's thread inherits signal mask and CPUs of the calling thread.
  static Result<std::unique_ptr<HttpServer>> start(std::string_view listen,
                                                   std::vector<Route> routes);
  ~HttpServer();

  // Where it really listens, with the port it got.
  const std::string& address() const noexcept;

  // Closes all connections and returns when no handler runs any more. By one thread only; a second
  // call does nothing.
  void stop();

 private:
  struct Parts;
  explicit HttpServer(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace tapcensus
