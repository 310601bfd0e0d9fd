// The Apple Filing Protocol over DSI: what a file server tells before anybody logs in
// (FPGetSrvrInfo), its name and its machine ("MacBookPro15,1", "TimeCapsule8,119",
// "Netatalk3.1.12").
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{548};
// A reply (1) to DSIGetStatus (3), and no error.
constexpr std::array kStart{ByteSet::just(1), ByteSet::just(3), bytes::kAny,      bytes::kAny,
                            ByteSet::just(0), ByteSet::just(0), ByteSet::just(0), ByteSet::just(0)};

constexpr std::uint32_t kHeader = 16, kMostStatus = 4096;

// A string behind its length, if it is ASCII.
std::string_view string_at(ByteView status, std::size_t offset) noexcept {
  Cursor in{status};
  in.skip(offset);
  const std::string_view text = as_text(in.take(in.u8()));
  const bool ascii = std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
  return ascii ? text : std::string_view{};
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  constexpr std::size_t kServerName = 10;
  Cursor in{payload.bytes};
  const std::uint8_t reply = in.u8(), command = in.u8();
  in.skip(2);
  const std::uint32_t error = in.be32(), length = in.be32(), reserved = in.be32();
  if (!in.ok()) return payload.final ? Reading::not_mine() : Reading::need_more(kHeader);
  const bool status_reply = reply == 1 && command == 3 && error == 0 && reserved == 0;
  if (!status_reply || length <= kServerName || length > kMostStatus) return Reading::not_mine();
  const ByteView status = in.take(length);
  if (!in.ok()) return payload.final ? Reading::done() : Reading::need_more(kHeader + length);
  const std::uint16_t machine_at = Cursor{status}.be16();
  if (machine_at <= kServerName || machine_at >= length) return Reading::not_mine();
  const std::string_view machine = string_at(status, machine_at);
  if (machine.empty()) return Reading::not_mine();
  findings.add(Field::afp_machine, machine);
  const std::string_view name = string_at(status, kServerName);
  if (!name.empty()) findings.add(Field::afp_server_name, name);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol afp{"afp", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
