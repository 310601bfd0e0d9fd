// Writes pcap files for tests: frames and their times in, a file out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <stdexcept>
#include <string>

#include "base/bytes.hpp"
#include "base/tick.hpp"

namespace tapcensus {

// Little-endian; the file is whole when the writer is gone.
class PcapWriter {
 public:
  explicit PcapWriter(const std::string& path, std::uint32_t linktype = 1, bool nanosecond = true)
      : file_{path, std::ios::binary | std::ios::trunc}, nanosecond_{nanosecond} {
    if (!file_) throw std::runtime_error{path + ": cannot be written"};
    put(nanosecond ? 0xa1b23c4d : 0xa1b2c3d4);
    put(4u << 16 | 2);  // version 2.4
    put(0);
    put(0);
    put(262'144);
    put(linktype);
  }

  // A wire_length of 0 means that the whole frame was captured.
  void write(ByteView frame, Tick at, std::uint32_t wire_length = 0) {
    const auto captured = static_cast<std::uint32_t>(frame.size());
    const std::uint64_t fraction = at.ns % kSecond;
    put(static_cast<std::uint32_t>(at.ns / kSecond));
    put(static_cast<std::uint32_t>(nanosecond_ ? fraction : fraction / 1'000));
    put(captured);
    put(wire_length == 0 ? captured : wire_length);
    const std::string_view bytes = as_text(frame);
    file_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }

 private:
  void put(std::uint32_t number) {
    for (unsigned shift = 0; shift < 32; shift += 8) {
      file_.put(static_cast<char>(number >> shift & 0xff));
    }
  }

  std::ofstream file_;
  const bool nanosecond_;
};

}  // namespace tapcensus
