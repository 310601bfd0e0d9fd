// A TCP connection in words: a client asks, a server sends many segments, which are acknowledged
// two at a time, some of them late.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "support/frame.hpp"

namespace tapcensus::testing {

struct TransferOptions {
  std::size_t segments = 40;
  std::size_t size = 1000;       // of a segment's payload
  std::size_t in_flight = 2;     // segments that are sent before the first of them is acknowledged
  std::uint32_t first = 10'000;  // number of the server's SYN
  std::uint32_t client = 7'000;  // of the client's
  std::uint16_t port = 50'000;   // the client's
};

// One segment, and what it is.
struct Sent {
  Frame frame;
  bool from_server = false;
  std::size_t data = 0;  // which of the server's segments with data, from 1
};

class Transfer {
 public:
  explicit Transfer(const TransferOptions& options = {}) : options_{options} {
    client(kSyn, client_++);
    server(kSyn | kAck, server_++);
    client(kAck, client_);
    client(kAck | kPsh, client_, "GET /file");
    client_ += 9;
    server(kAck, server_);
    const std::uint32_t begin = server_;
    std::size_t acknowledged = 0;
    for (std::size_t i = 1; i <= options_.segments; ++i) {
      server(kAck, server_, std::string(options_.size, 'd'));
      sent_.back().data = i;
      server_ += static_cast<std::uint32_t>(options_.size);
      if (i - acknowledged >= options_.in_flight) acknowledge(begin, acknowledged += 2);
    }
    while (acknowledged < options_.segments) acknowledge(begin, ++acknowledged);
    server(kFin | kAck, server_++);
    client(kFin | kAck, client_++, {}, server_);
    server(kAck, server_);
  }

  const std::vector<Sent>& sent() const& { return sent_; }
  std::vector<Sent> sent() && { return std::move(sent_); }

 private:
  void acknowledge(std::uint32_t begin, std::size_t segments) {
    client(kAck, client_, {}, begin + static_cast<std::uint32_t>(segments * options_.size));
  }
  void client(std::uint8_t flags, std::uint32_t sequence, std::string_view payload = {}) {
    client(flags, sequence, payload, flags == kSyn ? 0 : server_);
  }
  void client(std::uint8_t flags, std::uint32_t sequence, std::string_view payload,
              std::uint32_t acknowledgment) {
    sent_.push_back({ethernet(kClient, kServer)
                         .ipv4("10.0.0.1", "10.0.0.2")
                         .id(++id_)
                         .tcp(options_.port, 80)
                         .seq(sequence)
                         .ack(acknowledgment)
                         .flags(flags)
                         .payload(payload)});
  }
  void server(std::uint8_t flags, std::uint32_t sequence, std::string_view payload = {}) {
    sent_.push_back({ethernet(kServer, kClient)
                         .ipv4("10.0.0.2", "10.0.0.1")
                         .id(++id_)
                         .tcp(80, options_.port)
                         .seq(sequence)
                         .ack(client_)
                         .flags(flags)
                         .payload(payload),
                     true});
  }

  const TransferOptions options_;
  std::uint32_t client_ = options_.client;
  std::uint32_t server_ = options_.first;
  std::uint16_t id_ = 0;
  std::vector<Sent> sent_;
};

}  // namespace tapcensus::testing
