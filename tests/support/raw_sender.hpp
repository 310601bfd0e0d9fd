// Sends frames as they are given, as fast as the kernel takes them.
#pragma once

#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>

#include "support/frame.hpp"
#include "support/network.hpp"

namespace tapcensus::testing {

// Sends from a machine's eth0.
class RawSender {
 public:
  explicit RawSender(const Host& host) {
    const Inside inside{host.space()};
    socket_ = ::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
    sockaddr_ll where{};
    where.sll_family = AF_PACKET;
    where.sll_ifindex = static_cast<int>(if_nametoindex("eth0"));
    const int yes = 1;
    setsockopt(socket_, SOL_PACKET, PACKET_QDISC_BYPASS, &yes, sizeof yes);
    if (bind(socket_, reinterpret_cast<const sockaddr*>(&where), sizeof where) != 0) {
      throw std::runtime_error{"no raw socket: " + std::string{std::strerror(errno)}};
    }
  }
  ~RawSender() { close(socket_); }
  RawSender(const RawSender&) = delete;
  RawSender& operator=(const RawSender&) = delete;

  void send(std::string_view frame) const {
    if (::send(socket_, frame.data(), frame.size(), 0) < 0) {
      throw std::runtime_error{"not sent: " + std::string{std::strerror(errno)}};
    }
  }

  // So many frames, each made from the one before by `next(frame)`.
  template <class Next>
  void send(std::string frame, std::uint64_t count, Next&& next) const {
    std::array<std::string, kBatch> frames;
    std::array<iovec, kBatch> views;
    std::array<mmsghdr, kBatch> messages{};
    while (count > 0) {
      const auto size = static_cast<unsigned>(std::min<std::uint64_t>(kBatch, count));
      for (unsigned i = 0; i < size; ++i) {
        next(frame);
        frames[i] = frame;
        views[i] = {frames[i].data(), frames[i].size()};
        messages[i].msg_hdr.msg_iov = &views[i];
        messages[i].msg_hdr.msg_iovlen = 1;
      }
      for (unsigned sent = 0; sent < size;) {
        const int some = sendmmsg(socket_, &messages[sent], size - sent, 0);
        if (some < 0 && errno != ENOBUFS && errno != EINTR) {
          throw std::runtime_error{"not sent: " + std::string{std::strerror(errno)}};
        }
        if (some > 0) sent += static_cast<unsigned>(some);
      }
      count -= size;
    }
  }

 private:
  static constexpr std::size_t kBatch = 64;
  int socket_ = -1;
};

// The shortest frames that Ethernet knows, 64 bytes with the checksum that nobody sees: UDP from a
// host that stays the same, each with the next source port, and the next address when all ports
// were there.
class ShortestFrames {
 public:
  static std::string first(const Host& from, std::string_view source) {
    std::string frame = ethernet(from.mac(), kServer)
                            .ipv4(source, "10.255.255.254")
                            .udp(1, 9)
                            .payload(std::string(18, 'x'))
                            .bytes();
    return frame;
  }
  // Another flow.
  void operator()(std::string& frame) const noexcept { increase(frame, kPort, 2); }

  // Adds one to a number of so many bytes that stands there.
  static void increase(std::string& frame, std::size_t at, std::size_t size) noexcept {
    for (std::size_t i = at + size; i-- > at;) {
      if (++reinterpret_cast<unsigned char&>(frame[i]) != 0) return;
    }
  }
  static constexpr std::size_t kSource = 14 + 12;  // IPv4 source address
  static constexpr std::size_t kPort = 14 + 20;
};

}  // namespace tapcensus::testing
