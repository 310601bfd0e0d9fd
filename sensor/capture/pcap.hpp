// The pcap file format: one header for the file, one for each packet.
//
// Both byte orders; times in micro- or nanoseconds; and the variant of Alexey Kuznetzov's patched
// libpcap, whose packet headers are longer. The format: draft-ietf-opsawg-pcap.
#pragma once

#include <optional>

#include "capture/record_reader.hpp"

namespace tapcensus {

inline constexpr std::size_t kPcapFileHeader = 24;

struct PcapFileHeader {
  ByteOrder order = ByteOrder::little;
  bool nanoseconds = false;
  bool patched = false;
  std::uint16_t minor_version = 4;
  std::uint32_t link_type = 0;

  // From the first kPcapFileHeader bytes; nothing when they are of another format.
  static std::optional<PcapFileHeader> parse(ByteView front) noexcept;
};

// Whether a file with these first four bytes is a pcap capture.
bool is_pcap(ByteView front) noexcept;

// Reads what follows the file header.
class PcapReader final : public RecordReader {
 public:
  explicit PcapReader(const PcapFileHeader& header)
      : header_{header}, link_{link_of(header.link_type)} {}

  std::size_t read(ByteView window, std::vector<Packet>& packets) override;

 private:
  const PcapFileHeader header_;
  const Link link_;
};

}  // namespace tapcensus
