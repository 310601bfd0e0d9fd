#include "app/http_get.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <optional>

namespace tapcensus {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostBytes = 256 * 1024 * 1024;

Error error_at(const std::string& address, std::string what) { return {address, std::move(what)}; }

struct Place {
  std::string host;
  std::string port;
};

std::optional<Place> place_of(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  if (colon == address.npos || colon + 1 == address.size()) return std::nullopt;
  Place place{address.substr(0, colon), address.substr(colon + 1)};
  if (place.port.find_first_not_of("0123456789") != place.port.npos) return std::nullopt;
  std::string& host = place.host;
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (!bracketed && host.find(':') != host.npos) return std::nullopt;
  if (host.empty()) host = "127.0.0.1";
  return place;
}

// A socket that never waits; the time that is left is waited for in poll().
class Connection {
 public:
  explicit Connection(Clock::time_point deadline) : deadline_{deadline} {}
  ~Connection() { hang_up(); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // 0, or errno.
  int open(const addrinfo& to) {
    hang_up();
    socket_ = socket(to.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket_ < 0) return errno;
    if (connect(socket_, to.ai_addr, to.ai_addrlen) == 0) return 0;
    if (errno != EINPROGRESS) return errno;
    if (!wait(POLLOUT)) return ETIMEDOUT;
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size);
    return error;
  }

  bool say(std::string_view text) {
    while (!text.empty()) {
      if (!wait(POLLOUT)) return false;
      const ssize_t said = send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (said < 0 && errno != EAGAIN && errno != EINTR) return false;
      if (said > 0) text.remove_prefix(static_cast<std::size_t>(said));
    }
    return true;
  }

  // All until the other end closes; nothing when it does not in time, or says too much.
  std::optional<std::string> hear() {
    std::string heard;
    char piece[65536];
    while (wait(POLLIN)) {
      const ssize_t got = recv(socket_, piece, sizeof piece, 0);
      if (got == 0) return heard;
      if (got < 0 && errno != EAGAIN && errno != EINTR) return std::nullopt;
      if (got > 0) heard.append(piece, static_cast<std::size_t>(got));
      if (heard.size() > kMostBytes) return std::nullopt;
    }
    return std::nullopt;
  }

 private:
  bool wait(short event) {
    while (true) {
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now()).count();
      if (left <= 0) return false;
      pollfd one{.fd = socket_, .events = event, .revents = 0};
      const int ready = poll(&one, 1, static_cast<int>(std::min<long>(left, 60'000)));
      if (ready > 0) return true;
      if (ready < 0 && errno != EINTR) return false;
    }
  }
  void hang_up() {
    if (socket_ >= 0) close(socket_);
  }

  const Clock::time_point deadline_;
  int socket_ = -1;
};

std::optional<HttpAnswer> answer_in(std::string&& heard) {
  const std::size_t end = heard.find("\r\n\r\n");
  if (end == heard.npos || !heard.starts_with("HTTP/1.")) return std::nullopt;
  HttpAnswer answer;
  const std::size_t blank = heard.find(' ');
  std::from_chars(heard.data() + blank + 1, heard.data() + end, answer.status);
  std::string head = heard.substr(0, end);
  std::ranges::transform(head, head.begin(), [](unsigned char c) { return std::tolower(c); });
  heard.erase(0, end + 4);
  answer.body = std::move(heard);
  static constexpr std::string_view kLength = "\r\ncontent-length:";
  if (std::size_t at = head.find(kLength); at != head.npos) {
    at = head.find_first_not_of(' ', at + kLength.size());
    std::size_t length = 0;
    std::from_chars(head.data() + std::min(at, head.size()), head.data() + head.size(), length);
    if (length != answer.body.size()) return std::nullopt;  // cut off
  }
  return answer;
}

}  // namespace

Result<HttpAnswer> http_get(const std::string& address, std::string_view path,
                            std::chrono::milliseconds patience) {
  const auto place = place_of(address);
  if (!place) return error_at("--address " + address, "not ADDR:PORT; write it as 127.0.0.1:9848");
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(place->host.c_str(), place->port.c_str(), &wanted, &found) != 0) {
    return error_at(address, "no such host; write the address as 127.0.0.1:9848");
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> list{found, freeaddrinfo};
  Connection connection{Clock::now() + patience};
  int error = 0;
  for (const addrinfo* to = list.get(); to != nullptr; to = to->ai_next) {
    error = connection.open(*to);
    if (error == 0) break;
  }
  if (error == ECONNREFUSED) {
    return error_at(address,
                    "nobody listens there; is the sensor running (tapcensus run), and is this its "
                    "--listen address? Name another with --address");
  }
  if (error != 0) {
    return error_at(address, std::string{"cannot be reached: "} + std::strerror(error) +
                                 "; is the sensor running there?");
  }
  connection.say("GET " + std::string{path} + " HTTP/1.0\r\nHost: " + address + "\r\n\r\n");
  auto heard = connection.hear();
  if (!heard)
    return error_at(address, "did not answer in time; is it a tapcensus, and is it well?");
  auto answer = answer_in(std::move(*heard));
  if (!answer) return error_at(address, "answered something else than a sensor would");
  return std::move(*answer);
}

}  // namespace tapcensus
