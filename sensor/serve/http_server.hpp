// Answers HTTP for scrapers and people; nobody who is slow can keep another one waiting.
//
// One thread of libmicrohttpd serves all connections by epoll. Handlers are called on that thread,
// one at a time: they must be quick, and what they touch must bear being read from another thread.
// What takes longer is answered later, by a Reply, while other connections are served.
// A client that says nothing for 10 seconds is closed; connections are limited in number, in all
// and for each address, so idle clients cost a bounded amount of memory.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "serve/reply.hpp"

namespace tapcensus {

// What answers `method` (GET or POST) at exactly `path`. GET answers HEAD too. What an exception
// says is answered with status 500.
struct Route {
  std::string method;
  std::string path;
  std::function<Response()> handler;
  std::function<void(Reply)>
      later{};  // in place of a handler: takes the reply, and returns at once
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

  // Closes all connections, answered or not, and returns when no handler runs any more. Replies
  // that come after it go nowhere. By one thread only; a second call does nothing.
  void stop();

 private:
  struct Parts;
  explicit HttpServer(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace tapcensus
