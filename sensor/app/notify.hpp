// What the service manager hears of the sensor: sd_notify(3), without its library.
//
// One datagram a word, to the socket that $NOTIFY_SOCKET names; where it names none, nothing is
// said. Neither blocks nor fails: a word that is not taken is lost.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <string>
#include <string_view>

namespace tapcensus {

class Notifier {
 public:
  // `socket` as $NOTIFY_SOCKET has it: a path, or @ and an abstract name. Empty: nobody listens.
  explicit Notifier(std::string_view socket) noexcept;
  static Notifier from_environment() noexcept;
  ~Notifier();
  Notifier(const Notifier&) = delete;
  Notifier& operator=(const Notifier&) = delete;

  // Rules are loaded and taps are up; also ends what reloading() began.
  void ready() const noexcept { say("READY=1"); }
  void reloading() const;
  void stopping() const noexcept { say("STOPPING=1"); }
  // Nothing hangs. WatchdogSec= of the service is how long it may stay unsaid.
  void alive() const noexcept { say("WATCHDOG=1"); }
  // One line for people, shown by systemctl status.
  void status(const std::string& sentence) const { say("STATUS=" + sentence); }

 private:
  void say(std::string_view word) const noexcept;

  sockaddr_un to_{};
  socklen_t size_ = 0;
  int socket_ = -1;
};

}  // namespace tapcensus
