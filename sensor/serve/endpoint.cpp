#include "serve/endpoint.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>

namespace tapcensus {
namespace {

constexpr int kBacklog = 128;

std::optional<std::uint16_t> port_of(std::string_view digits) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return port;
}

// What stands before the port: nothing for every address, IPv6 in brackets.
std::optional<IpAddress> address_of(std::string_view text) {
  if (text.empty()) return IpAddress{};
  const bool bracketed = text.starts_with('[') && text.ends_with(']') && text.size() > 2;
  if (bracketed) text = text.substr(1, text.size() - 2);
  const auto address = IpAddress::parse(text);
  if (!address || bracketed == address->is_v4()) return std::nullopt;
  return address;
}

// A socket address of either family.
struct Name {
  sockaddr_storage storage{};
  socklen_t size = 0;

  sockaddr* address() noexcept { return reinterpret_cast<sockaddr*>(&storage); }
};

Name name_of(const Endpoint& endpoint) {
  Name name;
  if (endpoint.address.is_v4()) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(endpoint.port);
    std::memcpy(&v4.sin_addr, endpoint.address.octets.data() + 12, sizeof v4.sin_addr);
    std::memcpy(&name.storage, &v4, sizeof v4);
    name.size = sizeof v4;
  } else {
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(endpoint.port);
    std::memcpy(&v6.sin6_addr, endpoint.address.octets.data(), sizeof v6.sin6_addr);
    std::memcpy(&name.storage, &v6, sizeof v6);
    name.size = sizeof v6;
  }
  return name;
}

// The port that the system has given the socket.
std::uint16_t bound_port(int socket) {
  Name name;
  name.size = sizeof name.storage;
  if (getsockname(socket, name.address(), &name.size) != 0) return 0;
  sockaddr_in6 bound{};  // both families keep the port at the same place
  static_assert(offsetof(sockaddr_in6, sin6_port) == offsetof(sockaddr_in, sin_port));
  std::memcpy(&bound, &name.storage, sizeof bound);
  return ntohs(bound.sin6_port);
}

std::string sentence_of(int error) {
  switch (error) {
    case EADDRINUSE: return "already in use; choose another with --listen";
    case EADDRNOTAVAIL:
      return "this machine has no such address; choose one of its own with --listen";
    case EACCES:
      return "ports below 1024 need CAP_NET_BIND_SERVICE; choose a higher one with --listen";
    case EAFNOSUPPORT:
      return "this machine does not speak this kind of address; choose another with --listen";
    default: return std::string{"cannot listen: "} + std::strerror(error);
  }
}

// Listens, or says why not by its errno.
int try_to_listen(int socket, const Endpoint& endpoint) {
  const int on = 1;
  const int off = 0;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (!endpoint.address.is_v4()) {
    // `::` takes IPv4 too, whatever the system's default.
    setsockopt(socket, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
  }
  Name name = name_of(endpoint);
  if (bind(socket, name.address(), name.size) != 0) return errno;
  return ::listen(socket, kBacklog) == 0 ? 0 : errno;
}

}  // namespace

Result<Endpoint> Endpoint::parse(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon != text.npos) {
    const auto address = address_of(text.substr(0, colon));
    const auto port = port_of(text.substr(colon + 1));
    if (address && port) return Endpoint{*address, *port};
  }
  return Error{"--listen " + std::string{text},
               "not ADDR:PORT; write it as 127.0.0.1:9848, [::1]:9848, or :9848 for every address"};
}

std::string Endpoint::to_string() const {
  const std::string host = address.to_string();
  return (address.is_v4() ? host : "[" + host + "]") + ":" + std::to_string(port);
}

Result<Listener> Listener::open(const Endpoint& endpoint) {
  const int family = endpoint.address.is_v4() ? AF_INET : AF_INET6;
  const int socket = ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket < 0) return Error{endpoint.to_string(), sentence_of(errno)};
  if (const int error = try_to_listen(socket, endpoint); error != 0) {
    close(socket);
    return Error{endpoint.to_string(), sentence_of(error)};
  }
  return Listener{socket, {endpoint.address, bound_port(socket)}};
}

}  // namespace tapcensus
