// The pcapng file format: blocks, of which some hold packets.
//
// Sections of either byte order may follow each other, and a section may have any number of
// interfaces, each with its own link type and its own unit of time. Blocks that hold no packets
// are skipped. The format: draft-ietf-opsawg-pcapng.
#pragma once

#include "capture/record_reader.hpp"

namespace tapcensus {

// Whether a file with these first twelve bytes is a pcapng capture.
bool is_pcapng(ByteView front) noexcept;

// How an interface counts time.
class TimeUnit {
 public:
  // Microseconds since 1970, as long as nothing else is said.
  constexpr TimeUnit() noexcept = default;

  // if_tsresol: a negative power of ten, or of two where the upper bit is set.
  void set_resolution(std::uint8_t code) noexcept;
  // if_tsoffset: seconds to be added.
  void set_offset(std::int64_t seconds) noexcept { offset_ = seconds; }

  // Times before 1970 give zero, those beyond 2262 (damaged or hostile ones) the end of that span.
  Tick tick(std::uint64_t stamp) const noexcept;

 private:
  std::uint64_t nanoseconds(std::uint64_t stamp) const noexcept;

  std::uint64_t times_ = 1'000;
  std::uint64_t divided_by_ = 1;
  unsigned shifted_by_ = 0;
  std::int64_t offset_ = 0;
};

class PcapngReader final : public RecordReader {
 public:
  std::size_t read(ByteView window, std::vector<Packet>& packets) override;

 private:
  struct Interface {
    std::uint32_t link_type = 0;
    Link link = Link::unsupported;
    std::uint32_t snapshot_length = 0;  // 0: no limit
    TimeUnit unit;
  };
  struct Block {
    std::uint32_t type = 0;
    std::uint32_t length = 0;  // of the whole block
  };

  // False when more bytes are needed, or at damage.
  bool read_head(ByteView window, Block& block);
  bool check_length(const Block& block);
  void read_body(const Block& block, ByteView body, std::vector<Packet>& packets);
  void read_section(ByteView body);
  void read_interface(ByteView body);
  void read_options(OrderedCursor in, Interface& interface);
  void read_enhanced(ByteView body, std::vector<Packet>& packets);
  void read_simple(ByteView body, std::vector<Packet>& packets);
  void read_obsolete(ByteView body, std::vector<Packet>& packets);
  // What enhanced and obsolete packet blocks have in common.
  void read_packet(std::uint32_t interface_id, OrderedCursor in, std::vector<Packet>& packets);

  ByteOrder order_ = ByteOrder::little;
  std::vector<Interface> interfaces_;
  Tick last_;
};

}  // namespace tapcensus
