#include "app/interruptible.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <memory>
#include <system_error>
#include <thread>
#include <utility>

namespace tapcensus {
namespace {

int opened(int descriptor) {
  if (descriptor < 0) throw std::system_error{errno, std::generic_category(), "at start"};
  return descriptor;
}

}  // namespace

int run_interruptible(const sigset_t& signals, std::function<void()> work) {
  const int signal = opened(signalfd(-1, &signals, SFD_CLOEXEC));
  const int done = opened(eventfd(0, EFD_CLOEXEC));
  const auto failure = std::make_shared<std::exception_ptr>();  // the work may outlive this call
  std::thread worker{[failure, done, work = std::move(work)] {
    try {
      work();
    } catch (...) {
      *failure = std::current_exception();
    }
    eventfd_write(done, 1);
  }};
  pollfd either[] = {{signal, POLLIN, 0}, {done, POLLIN, 0}};
  while (poll(either, 2, -1) < 0) {
  }
  signalfd_siginfo came{};
  if (either[1].revents == 0 && read(signal, &came, sizeof came) == sizeof came) {
    worker.detach();
    return static_cast<int>(came.ssi_signo);
  }
  worker.join();
  close(signal);
  close(done);
  if (*failure) std::rethrow_exception(*failure);
  return 0;
}

}  // namespace tapcensus
