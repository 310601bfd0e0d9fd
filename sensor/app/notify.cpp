#include "app/notify.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace tapcensus {

Notifier::Notifier(std::string_view socket) noexcept {
  const bool path = socket.starts_with('/');
  if ((!path && !socket.starts_with('@')) || socket.size() >= sizeof to_.sun_path) return;
  to_.sun_family = AF_UNIX;
  std::memcpy(to_.sun_path, socket.data(), socket.size());
  if (!path) to_.sun_path[0] = '\0';  // unix(7): an abstract name is as long as the address says
  size_ = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket.size() + (path ? 1 : 0));
  socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  // Whoever is connected may speak later, too, when it may no longer open the path.
  (void)connect(socket_, reinterpret_cast<const sockaddr*>(&to_), size_);
}

Notifier Notifier::from_environment() noexcept {
  const char* const socket = std::getenv("NOTIFY_SOCKET");
  return Notifier{socket == nullptr ? std::string_view{} : socket};
}

Notifier::~Notifier() {
  if (socket_ >= 0) close(socket_);
}

// systemd 253 and later want the time of the monotonic clock with it.
void Notifier::reloading() const {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  say(fmt::format("RELOADING=1\nMONOTONIC_USEC={}",
                  std::chrono::duration_cast<std::chrono::microseconds>(now).count()));
}

void Notifier::say(std::string_view word) const noexcept {
  if (socket_ < 0) return;
  if (send(socket_, word.data(), word.size(), MSG_NOSIGNAL) >= 0) return;
  (void)!sendto(socket_, word.data(), word.size(), MSG_NOSIGNAL,
                reinterpret_cast<const sockaddr*>(&to_), size_);
}

}  // namespace tapcensus
