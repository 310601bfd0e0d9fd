#include "serve/http_server.hpp"

#include <microhttpd.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include "serve/debts.hpp"
#include "serve/endpoint.hpp"

namespace tapcensus {
namespace {

using namespace std::string_view_literals;

constexpr unsigned kMostConnections = 128;
constexpr unsigned kMostConnectionsOfOneAddress = 48;
constexpr unsigned kTimeoutSeconds = 10;
constexpr std::size_t kConnectionMemory = 16 * 1024;  // a request's line and headers

// The server as its callbacks see it.
struct Served {
  std::vector<Route> routes;
  Debts debts;
};

// One request, from its head to its end.
struct Exchange {
  std::shared_ptr<Owed::State> owed;  // once the answer is
};

bool serves(const Route& route, std::string_view method) {
  return route.method == method || (route.method == "GET" && method == "HEAD");
}

// The name that stands in place of the route's star, or an empty one where it has none; nothing
// when the path is another.
std::optional<std::string_view> name_in(std::string_view path, const Route& route) {
  std::string_view beginning = route.path;
  if (!beginning.ends_with("/*")) return path == beginning ? std::optional{""sv} : std::nullopt;
  beginning.remove_suffix(1);
  if (!path.starts_with(beginning)) return std::nullopt;
  path.remove_prefix(beginning.size());
  return path.empty() || path.find('/') != path.npos ? std::nullopt : std::optional{path};
}

Response not_found(const std::vector<Route>& routes) {
  Response response{404, Response{}.content_type, "There is no such page. There are:\n"};
  std::string_view last;
  for (const Route& route : routes) {
    if (route.path != last) response.body += "  " + route.path + "\n";
    last = route.path;
  }
  return response;
}

// "GET, HEAD", "POST"
std::string methods_at(const std::vector<Route>& routes, std::string_view path) {
  std::string methods;
  for (const Route& route : routes) {
    if (!name_in(path, route)) continue;
    if (!methods.empty()) methods += ", ";
    methods += route.method == "GET" ? "GET, HEAD" : route.method;
  }
  return methods;
}

Response answer_of(const Route& route) {
  try {
    return route.handler();
  } catch (const std::exception& error) {
    return {500, Response{}.content_type, std::string{error.what()} + "\n"};
  }
}

// The body is lent, not copied: libmicrohttpd lets go of it when the client has it or has left.
MHD_Result send(MHD_Connection* connection, std::shared_ptr<const Response> response,
                const std::string& allow = {}) {
  using Loan = std::shared_ptr<const Response>;
  auto loan = std::make_unique<Loan>(std::move(response));
  const Response& lent = **loan;
  MHD_Response* message = MHD_create_response_from_buffer_with_free_callback_cls(
      lent.body.size(), const_cast<char*>(lent.body.data()),
      [](void* over) { delete static_cast<Loan*>(over); }, loan.get());
  if (message == nullptr) return MHD_NO;
  (void)loan.release();
  MHD_add_response_header(message, MHD_HTTP_HEADER_CONTENT_TYPE, lent.content_type.c_str());
  MHD_add_response_header(message, "X-Content-Type-Options", "nosniff");
  if (!allow.empty()) MHD_add_response_header(message, MHD_HTTP_HEADER_ALLOW, allow.c_str());
  const MHD_Result queued = MHD_queue_response(connection, lent.status, message);
  MHD_destroy_response(message);
  return queued;
}

MHD_Result send(MHD_Connection* connection, Response response, const std::string& allow = {}) {
  return send(connection, std::make_shared<const Response>(std::move(response)), allow);
}

// The connection sleeps before anybody can wake it.
MHD_Result answer_later(Served& served, const Route& route, std::string_view name,
                        MHD_Connection* connection, Exchange& exchange) {
  exchange.owed = std::make_shared<Owed::State>(connection);
  const Owed owed{exchange.owed};
  MHD_suspend_connection(connection);
  served.debts.add(exchange.owed, route.patience);
  try {
    route.later(name, owed);
  } catch (const std::exception& error) {
    owed.give(std::make_shared<const Response>(
        Response{500, Response{}.content_type, std::string{error.what()} + "\n"}));
  }
  return MHD_YES;
}

MHD_Result answer(Served& served, MHD_Connection* connection, std::string_view path,
                  std::string_view method, Exchange& exchange) {
  const std::string allowed = methods_at(served.routes, path);
  if (allowed.empty()) return send(connection, not_found(served.routes));
  for (const Route& route : served.routes) {
    const auto name = name_in(path, route);
    if (!name || !serves(route, method)) continue;
    if (route.later) return answer_later(served, route, *name, connection, exchange);
    return send(connection, answer_of(route));
  }
  const std::string sentence = "This page answers " + allowed + " only.\n";
  return send(connection, {405, Response{}.content_type, sentence}, allowed);
}

// libmicrohttpd calls it when the headers are there, for each piece of a body, once after it, and
// once more when a connection has been woken. Bodies are read to their end and ignored.
MHD_Result on_request(void* served, MHD_Connection* connection, const char* path,
                      const char* method, const char*, const char*, std::size_t* body_size,
                      void** exchange) {
  if (*exchange == nullptr) {
    *exchange = new Exchange;
    return MHD_YES;
  }
  if (*body_size != 0) {
    *body_size = 0;
    return MHD_YES;
  }
  Exchange& now = *static_cast<Exchange*>(*exchange);
  if (now.owed != nullptr) {
    const std::scoped_lock lock{now.owed->mutex};
    if (now.owed->answer == nullptr) return MHD_NO;  // called again while the daemon is stopping
    return send(connection, std::move(now.owed->answer));
  }
  return answer(*static_cast<Served*>(served), connection, path, method, now);
}

void on_end(void*, MHD_Connection*, void** exchange, MHD_RequestTerminationCode) {
  delete static_cast<Exchange*>(std::exchange(*exchange, nullptr));
}

}  // namespace

struct HttpServer::Parts {
  Served served;
  std::string address;
  MHD_Daemon* daemon = nullptr;
};

HttpServer::HttpServer(std::unique_ptr<Parts> parts) : parts_{std::move(parts)} {}

HttpServer::~HttpServer() { stop(); }

Result<std::unique_ptr<HttpServer>> HttpServer::start(std::string_view listen,
                                                      std::vector<Route> routes) {
  const Result<Endpoint> endpoint = Endpoint::parse(listen);
  if (!endpoint) return endpoint.errors();
  const Result<Listener> listener = Listener::open(endpoint.value());
  if (!listener) return listener.errors();

  auto parts = std::make_unique<Parts>();
  parts->served.routes = std::move(routes);
  parts->address = listener.value().endpoint.to_string();
  parts->daemon = MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME, 0, nullptr, nullptr,
      on_request, &parts->served, MHD_OPTION_NOTIFY_COMPLETED, on_end, nullptr,
      MHD_OPTION_LISTEN_SOCKET, listener.value().socket, MHD_OPTION_CONNECTION_LIMIT,
      kMostConnections, MHD_OPTION_PER_IP_CONNECTION_LIMIT, kMostConnectionsOfOneAddress,
      MHD_OPTION_CONNECTION_TIMEOUT, kTimeoutSeconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
      kConnectionMemory, MHD_OPTION_END);
  if (parts->daemon == nullptr) {
    return Error{parts->address, "the HTTP server could not start its thread"};
  }
  return std::unique_ptr<HttpServer>{new HttpServer{std::move(parts)}};
}

const std::string& HttpServer::address() const noexcept { return parts_->address; }

void HttpServer::stop() {
  if (parts_->daemon == nullptr) return;
  parts_->served.debts.settle();
  MHD_stop_daemon(parts_->daemon);  // closes the listening socket too
  parts_->daemon = nullptr;
}

}  // namespace tapcensus
