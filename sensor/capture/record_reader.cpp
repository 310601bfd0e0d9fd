// What both file formats share: link types, and handing out a packet.
#include "capture/record_reader.hpp"

#include <algorithm>

namespace tapcensus {

Link link_of(std::uint32_t link_type) noexcept {
  switch (link_type) {
    case 1: return Link::ethernet;
    case 12:   // DLT_RAW of most systems
    case 14:   // DLT_RAW of OpenBSD
    case 101:  // LINKTYPE_RAW
    case 228:  // LINKTYPE_IPV4
    case 229:  // LINKTYPE_IPV6
      return Link::raw_ip;
    case 113: return Link::linux_sll;
    case 276: return Link::linux_sll2;
    case 0:    // LINKTYPE_NULL
    case 108:  // LINKTYPE_LOOP
      return Link::bsd_null;
    case 105: return Link::wireless;
    case 127: return Link::radiotap;
    case 119:  // LINKTYPE_IEEE802_11_PRISM
    case 163:  // LINKTYPE_IEEE802_11_AVS
      return Link::prism;
    case 192: return Link::ppi;
    case 9:   // LINKTYPE_PPP
    case 50:  // LINKTYPE_PPP_HDLC
      return Link::ppp;
    case 104: return Link::cisco_hdlc;
    case 107: return Link::frame_relay;
    default: return Link::unsupported;
  }
}

void RecordReader::append(std::vector<Packet>& packets, ByteView bytes, std::uint32_t wire_length,
                          std::uint32_t link_type, Link link, Tick at) {
  if (link == Link::unsupported) ++unsupported_[link_type];
  // Some writers give an original length below the captured one; the bytes are there, so they were
  // on the wire.
  const auto captured = static_cast<std::uint32_t>(bytes.size());
  packets.push_back({.bytes = bytes,
                     .wire_length = std::max(wire_length, captured),
                     .link = link,
                     .at = at,
                     .number = ++count_});
}

}  // namespace tapcensus
