// TFTP (RFC 1350): which file a device asks for, and how.
//
// Phones ask for files that bear their model or hardware address; boot programs for loaders.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "protocols/dialogue.hpp"
#include "protocols/line.hpp"
#include "protocols/notation.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{69};

constexpr std::uint16_t kRead = 1, kWrite = 2;

// A request: its operation, and a name that is no control character.
constexpr std::array kStart{ByteSet::just(0), ByteSet::between(kRead, kWrite),
                            ByteSet::between(0x20, 0xff)};

// The text before the next NUL, which must be there.
std::string_view text_of(Cursor& in) noexcept {
  const std::string_view rest = as_text(in.rest());
  const std::size_t end = rest.find('\0');
  if (end == rest.npos) {
    in.skip(in.left() + 1);
    return {};
  }
  in.skip(end + 1);
  return rest.substr(0, end);
}

// RFC 2347: names and values behind the mode, as "octet,tsize=0,blksize=1456".
bool add_options(Line<256>& line, Cursor in) noexcept {
  while (!in.at_end()) {
    const std::string_view name = text_of(in);
    const std::string_view value = text_of(in);
    if (!in.ok()) return false;
    line.add(',');
    line.add(name);
    line.add('=');
    line.add(value);
  }
  return true;
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::uint16_t operation = in.be16();
  if (operation != kRead && operation != kWrite) return Reading::not_mine();
  const std::string_view file = text_of(in);
  const std::string_view mode = text_of(in);
  if (!in.ok() || !notation::is_readable(file)) return Reading::not_mine();
  if (!dialogue::is_one_of(mode, {"netascii", "octet", "mail"})) return Reading::not_mine();
  Line<256> line;
  line.add(mode);
  const bool whole = add_options(line, in) && payload.bytes.size() >= payload.layers.payload_length;
  if (!whole && payload.guessed) return Reading::not_mine();
  findings.add(Field::tftp_file, file);
  if (whole && notation::is_readable(line.view())) {
    findings.add_composed(Field::tftp_options, line.view());
  }
  return Reading::done();
}

}  // namespace

extern constinit const Protocol tftp{"tftp", Carrier::udp, kPorts, read, kStart};

}  // namespace tapcensus
