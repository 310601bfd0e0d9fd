#include "serve/http_server.hpp"

#include <microhttpd.h>

#include <algorithm>
#include <exception>
#include <mutex>
#include <utility>

#include "serve/endpoint.hpp"

namespace tapcensus {
namespace {

constexpr unsigned kMostConnections = 128;
constexpr unsigned kMostConnectionsOfOneAddress = 48;
constexpr unsigned kTimeoutSeconds = 10;
constexpr std::size_t kConnectionMemory = 16 * 1024;  // a request's line and headers

bool serves(const Route& route, std::string_view method) {
  return route.method == method || (route.method == "GET" && method == "HEAD");
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
    if (route.path != path) continue;
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

MHD_Result send(MHD_Connection* connection, const Response& response, const std::string& allow) {
  MHD_Response* message = MHD_create_response_from_buffer(
      response.body.size(), const_cast<char*>(response.body.data()), MHD_RESPMEM_MUST_COPY);
  if (message == nullptr) return MHD_NO;
  MHD_add_response_header(message, MHD_HTTP_HEADER_CONTENT_TYPE, response.content_type.c_str());
  MHD_add_response_header(message, "X-Content-Type-Options", "nosniff");
  if (!allow.empty()) MHD_add_response_header(message, MHD_HTTP_HEADER_ALLOW, allow.c_str());
  const MHD_Result queued = MHD_queue_response(connection, response.status, message);
  MHD_destroy_response(message);
  return queued;
}

// A connection that waits for its answer, outside of libmicrohttpd's loop.
class Waiting {
 public:
  explicit Waiting(MHD_Connection* connection) : connection_{connection} {
    MHD_suspend_connection(connection);
  }

  // Puts the connection back into the loop. Only the first call counts.
  void go_on(Response response) {
    const std::lock_guard lock{mutex_};
    if (connection_ == nullptr) return;
    response_ = std::move(response);
    MHD_resume_connection(std::exchange(connection_, nullptr));
  }

  Response response() {
    const std::lock_guard lock{mutex_};
    return std::move(response_);
  }

 private:
  std::mutex mutex_;
  MHD_Connection* connection_;  // null: it goes on
  Response response_;
};

// What is remembered of a request between the calls that libmicrohttpd makes for it.
struct Request {
  std::shared_ptr<Waiting> waiting;  // the answer was, or is, for later
};

}  // namespace

struct HttpServer::Parts {
  std::vector<Route> routes;
  std::string address;
  MHD_Daemon* daemon = nullptr;
  std::mutex mutex;
  bool stopping = false;
  std::vector<std::weak_ptr<Waiting>> waiting;

  MHD_Result answer(MHD_Connection* connection, std::string_view path, std::string_view method,
                    Request& request);
  MHD_Result answer_later(MHD_Connection* connection, const Route& route, Request& request);
  // Nobody waits any longer, and nobody begins to.
  void end_waiting();

  // libmicrohttpd calls it when the headers are there, for each piece of a body, once after it, and
  // once more when an answer has come for which the connection waited. Bodies are read to their end
  // and ignored.
  static MHD_Result on_request(void* parts, MHD_Connection* connection, const char* path,
                               const char* method, const char*, const char*, std::size_t* body_size,
                               void** request);
  static void on_completed(void*, MHD_Connection*, void** request, MHD_RequestTerminationCode);
};

MHD_Result HttpServer::Parts::answer(MHD_Connection* connection, std::string_view path,
                                     std::string_view method, Request& request) {
  if (request.waiting) return send(connection, request.waiting->response(), {});
  const std::string allowed = methods_at(routes, path);
  if (allowed.empty()) return send(connection, not_found(routes), {});
  const auto route = std::ranges::find_if(
      routes, [&](const Route& one) { return one.path == path && serves(one, method); });
  if (route == routes.end()) {
    const std::string sentence = "This page answers " + allowed + " only.\n";
    return send(connection, {405, Response{}.content_type, sentence}, allowed);
  }
  if (route->later) return answer_later(connection, *route, request);
  return send(connection, answer_of(*route), {});
}

MHD_Result HttpServer::Parts::answer_later(MHD_Connection* connection, const Route& route,
                                           Request& request) {
  {
    const std::lock_guard lock{mutex};
    if (stopping) return MHD_NO;
    request.waiting = std::make_shared<Waiting>(connection);
    std::erase_if(waiting, [](const auto& one) { return one.expired(); });
    waiting.push_back(request.waiting);
  }
  const Reply reply{
      [waiting = request.waiting](Response response) { waiting->go_on(std::move(response)); }};
  try {
    route.later(reply);
  } catch (const std::exception& error) {
    reply.answer({500, Response{}.content_type, std::string{error.what()} + "\n"});
  }
  return MHD_YES;
}

void HttpServer::Parts::end_waiting() {
  const std::lock_guard lock{mutex};
  stopping = true;
  for (const auto& one : waiting) {
    if (const auto still = one.lock()) {
      still->go_on({503, Response{}.content_type, "The sensor ends.\n"});
    }
  }
}

MHD_Result HttpServer::Parts::on_request(void* parts, MHD_Connection* connection, const char* path,
                                         const char* method, const char*, const char*,
                                         std::size_t* body_size, void** request) {
  if (*request == nullptr) {
    *request = new Request;
    return MHD_YES;
  }
  if (*body_size != 0) {
    *body_size = 0;
    return MHD_YES;
  }
  return static_cast<Parts*>(parts)->answer(connection, path, method,
                                            *static_cast<Request*>(*request));
}

void HttpServer::Parts::on_completed(void*, MHD_Connection*, void** request,
                                     MHD_RequestTerminationCode) {
  delete static_cast<Request*>(*request);
  *request = nullptr;
}

HttpServer::HttpServer(std::unique_ptr<Parts> parts) : parts_{std::move(parts)} {}

HttpServer::~HttpServer() { stop(); }

Result<std::unique_ptr<HttpServer>> HttpServer::start(std::string_view listen,
                                                      std::vector<Route> routes) {
  const Result<Endpoint> endpoint = Endpoint::parse(listen);
  if (!endpoint) return endpoint.errors();
  const Result<Listener> listener = Listener::open(endpoint.value());
  if (!listener) return listener.errors();

  auto parts = std::make_unique<Parts>();
  parts->routes = std::move(routes);
  parts->address = listener.value().endpoint.to_string();
  parts->daemon = MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME, 0, nullptr, nullptr,
      Parts::on_request, parts.get(), MHD_OPTION_NOTIFY_COMPLETED, Parts::on_completed, nullptr,
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
  parts_->end_waiting();
  MHD_stop_daemon(parts_->daemon);  // closes the listening socket too
  parts_->daemon = nullptr;
}

}  // namespace tapcensus
