// A plain HTTP client on a socket, which can also be a bad one.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "serve/endpoint.hpp"

namespace tapcensus {

class Client {
 public:
  // Connects to "127.0.0.1:PORT" or "[::1]:PORT"; hears for so long.
  explicit Client(const std::string& server,
                  std::chrono::seconds patience = std::chrono::seconds{5}) {
    const Endpoint endpoint = Endpoint::parse(server).value();
    const bool v4 = endpoint.address.is_v4();
    socket_ = ::socket(v4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval silence{patience.count(), 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &silence, sizeof silence);
    sockaddr_in to4{};
    to4.sin_family = AF_INET;
    to4.sin_port = htons(endpoint.port);
    std::memcpy(&to4.sin_addr, endpoint.address.octets.data() + 12, 4);
    sockaddr_in6 to6{};
    to6.sin6_family = AF_INET6;
    to6.sin6_port = htons(endpoint.port);
    std::memcpy(&to6.sin6_addr, endpoint.address.octets.data(), 16);
    connected_ = connect(socket_,
                         v4 ? reinterpret_cast<const sockaddr*>(&to4)
                            : reinterpret_cast<const sockaddr*>(&to6),
                         v4 ? sizeof to4 : sizeof to6) == 0;
  }
  Client(Client&& other) noexcept
      : socket_{std::exchange(other.socket_, -1)}, connected_{other.connected_} {}
  ~Client() {
    if (socket_ >= 0) close(socket_);
  }

  bool connected() const noexcept { return connected_; }

  // The server may close before it has taken all; what it answers tells.
  void say(std::string_view text) { (void)!send(socket_, text.data(), text.size(), MSG_NOSIGNAL); }

  // All that comes until the server closes, or falls silent for as long as that.
  std::string hear() {
    std::string heard;
    char piece[4096];
    for (ssize_t got; (got = recv(socket_, piece, sizeof piece, 0)) > 0;) {
      heard.append(piece, static_cast<std::size_t>(got));
    }
    return heard;
  }

  // Whether the server closes without a word, rather than keep the client waiting.
  bool is_turned_away() {
    char word;
    const ssize_t got = recv(socket_, &word, 1, 0);
    return got == 0 || (got < 0 && errno == ECONNRESET);
  }

 private:
  int socket_;
  bool connected_;
};

inline bool has_ipv6() {
  const auto listener = Listener::open(Endpoint::parse("[::1]:0").value());
  if (listener) close(listener.value().socket);
  return listener.ok();
}

// One request, and the whole answer with its head, however busy the machine is.
inline std::string ask(const std::string& server, const std::string& method,
                       const std::string& path, const std::string& body = {}) {
  Client client{server, std::chrono::seconds{60}};
  client.say(method + " " + path + " HTTP/1.1\r\nHost: sensor\r\nConnection: close\r\n" +
             "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  return client.hear();
}

}  // namespace tapcensus
