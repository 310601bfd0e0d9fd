// S7comm and S7comm-plus of Siemens (TPKT, RFC 1006; COTP, X.224): what a controller answers when
// its system status lists are read.
//
// List 0x11 has the order number and the firmware, list 0x1c names and the type of the module (as
// "SIMATIC S7-300, system status list" tells them). An answer may be cut into several messages,
// which are put together. S7comm-plus is not public; the text by which a controller introduces
// itself is found by its form.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "protocols/in_messages.hpp"
#include "protocols/line.hpp"
#include "protocols/plain_text.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{102};

constexpr std::uint8_t kTpkt = 3, kMostMessages = 64;
constexpr std::uint8_t kConnectionRequest = 0xe0, kConnectionConfirm = 0xd0, kData = 0xf0;
constexpr std::uint8_t kClassic = 0x32, kPlus = 0x72;

// One message of COTP in its TPKT.
struct Unit {
  std::size_t size = 0;
  std::uint8_t code = 0;
  std::size_t at = 0;  // where the content begins
};

constexpr std::size_t kMostHeader = 7;

// False when it is none; size is 0 when more bytes are needed to know.
bool read_unit(ByteView bytes, Unit& unit) noexcept {
  Cursor in{bytes};
  const std::uint8_t version = in.u8(), reserved = in.u8();
  const std::size_t size = in.be16();
  const std::uint8_t header = in.u8(), code = in.u8();
  if (!in.ok()) return bytes.empty() || std::to_integer<std::uint8_t>(bytes[0]) == kTpkt;
  unit.at = 5u + header;
  if (version != kTpkt || reserved != 0 || unit.at > size) return false;
  unit.code = code;
  if (code == kData && header < 2) return false;
  unit.size = size;
  return true;
}

// A piece of an answer to a reading of a status list.
struct Piece {
  bool mine = false;
  bool last = false;
  ByteView data;
};

Piece read_piece(ByteView content) noexcept {
  constexpr std::uint8_t kUserData = 7, kAnswer = 0x12, kCpuFunctions = 0x84, kReadList = 1;
  constexpr std::uint8_t kSuccess = 0xff;
  Cursor in{content};
  const bool user_data = in.u8() == kClassic && in.u8() == kUserData;
  in.skip(4);  // reserved, reference
  const std::size_t parameters = in.be16();
  in.skip(2);  // length of the data
  Cursor words{in.take(parameters)};
  words.skip(4);  // head, length
  const std::uint8_t method = words.u8(), group = words.u8(), function = words.u8();
  words.skip(2);  // sequence, reference
  const std::uint8_t more = words.u8();
  const std::uint16_t error = words.be16();
  const std::uint8_t result = in.u8();
  in.skip(1);  // transport size: octets
  Piece piece;
  piece.data = in.take(in.be16());
  piece.mine = in.ok() && words.ok() && user_data && method == kAnswer && group == kCpuFunctions &&
               function == kReadList && error == 0 && result == kSuccess;
  piece.last = more == 0;
  return piece;
}

// The parts of one list, in order.
class List {
 public:
  void append(ByteView part) noexcept {
    const std::size_t count = std::min(part.size(), bytes_.size() - size_);
    std::copy_n(part.begin(), count, bytes_.begin() + static_cast<std::ptrdiff_t>(size_));
    size_ += count;
  }
  ByteView bytes() const noexcept { return {bytes_.data(), size_}; }

 private:
  std::array<std::byte, 2048> bytes_;
  std::size_t size_ = 0;
};

void add_identification(std::uint16_t index, ByteView entry, Findings& findings) noexcept {
  constexpr std::uint16_t kModule = 1, kFirmware = 7;
  Cursor in{entry};
  const ByteView order_code = in.take(20);
  in.skip(2);  // type of module
  const std::uint8_t letter = in.u8(), major = in.u8(), minor = in.u8(), patch = in.u8();
  if (!in.ok()) return;
  if (index == kModule) {
    plain_text::add_composed(Field::s7_order_code, as_text(order_code), findings);
  } else if (index == kFirmware && letter == 'V') {
    Line<16> version;
    version.add_decimal(major);
    version.add('.');
    version.add_decimal(minor);
    version.add('.');
    version.add_decimal(patch);
    findings.add_composed(Field::s7_firmware, version.view());
  }
}

// Serial numbers (5, 8) and the rest are not said.
void add_component(std::uint16_t index, ByteView entry, Findings& findings) noexcept {
  constexpr std::uint16_t kSystem = 1, kModule = 2, kPlant = 3, kModuleType = 7;
  std::string_view text = as_text(entry);
  text = text.substr(0, text.find('\0'));
  if (index == kSystem || index == kModule || index == kPlant) {
    plain_text::add_composed(Field::s7_name, text, findings);
  } else if (index == kModuleType) {
    plain_text::add_composed(Field::s7_module, text, findings);
  }
}

void read_list(ByteView bytes, Findings& findings) noexcept {
  constexpr std::uint8_t kModules = 0x11, kComponents = 0x1c;
  Cursor in{bytes};
  const auto list = static_cast<std::uint8_t>(in.be16());  // the rest says which part of it
  in.skip(2);                                              // index
  const std::size_t entry_size = in.be16();
  unsigned entries = in.be16();
  if (entry_size < 2) return;
  for (; entries > 0 && in.ok(); --entries) {
    Cursor entry{in.take(entry_size)};
    const std::uint16_t index = entry.be16();
    if (!entry.ok()) return;
    if (list == kModules) add_identification(index, entry.rest(), findings);
    if (list == kComponents) add_component(index, entry.rest(), findings);
  }
}

// Reads an answer that may go on in the next messages; the first is `unit`.
Reading read_answer(const Payload& payload, Unit unit, Findings& findings) noexcept {
  constexpr unsigned kMostPieces = 8;
  List list;
  std::size_t at = 0;
  for (unsigned pieces = 1;; ++pieces) {
    const Piece piece = read_piece(payload.bytes.subspan(at + unit.at, unit.size - unit.at));
    if (!piece.mine) break;
    list.append(piece.data);
    at += unit.size;
    if (piece.last || pieces == kMostPieces) break;
    unit = {};
    if (!read_unit(payload.bytes.subspan(at), unit)) break;
    const std::size_t wanted = at + (unit.size == 0 ? kMostHeader : unit.size);
    if (payload.bytes.size() < wanted) {
      if (!payload.final) return Reading::need_more(static_cast<std::uint32_t>(wanted));
      break;
    }
  }
  read_list(list.bytes(), findings);
  return in_messages::go_on(payload, at, kMostMessages);
}

// "1;6ES7 214-1AG30-0XB0 ;V3.0": rack, order number and firmware. Clients send it back to the
// controller, so only its responses count.
void read_plus(ByteView content, Findings& findings) noexcept {
  constexpr std::uint8_t kResponse = 0x32;
  Cursor in{content};
  in.skip(4);  // protocol, version, length
  if (in.u8() != kResponse) return;
  const std::string_view text = as_text(in.rest());
  constexpr std::string_view kBegin = ";6ES7 ";
  const std::size_t begin = text.find(kBegin);
  if (begin == text.npos) return;
  const std::size_t order_code = begin + 1, end = text.find(';', order_code);
  constexpr std::size_t kMostOrderCode = 24, kMostVersion = 12;
  if (end == text.npos || end - order_code > kMostOrderCode) return;
  plain_text::add(Field::s7_order_code, text.substr(order_code, end - order_code), findings);
  std::string_view version = text.substr(end + 1, kMostVersion);
  if (!version.starts_with('V')) return;
  version.remove_prefix(1);
  const std::size_t behind = version.find_first_not_of("0123456789.");
  if (behind != 0 && behind != version.npos) {
    findings.add(Field::s7_firmware, version.substr(0, behind));
  }
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Unit unit;
  if (!read_unit(payload.bytes, unit)) return in_messages::foreign(payload);
  if (unit.size == 0) return in_messages::wait(payload);
  // MMS begins like this too, so what comes next is recognised anew.
  if (unit.code == kConnectionRequest || unit.code == kConnectionConfirm) {
    return payload.mode == 0 ? Reading::switched(static_cast<std::uint32_t>(unit.size))
                             : Reading::done();
  }
  if (unit.code != kData) return in_messages::foreign(payload);
  if (payload.bytes.size() < unit.size) return in_messages::wait_for(payload, unit.size);
  const ByteView content = payload.bytes.subspan(unit.at, unit.size - unit.at);
  const std::uint8_t protocol = content.empty() ? 0 : std::to_integer<std::uint8_t>(content[0]);
  if (protocol == kClassic) {
    if (read_piece(content).mine) return read_answer(payload, unit, findings);
  } else if (protocol == kPlus) {
    read_plus(content, findings);
  } else if (!content.empty()) {
    return in_messages::foreign(payload);
  }
  return in_messages::go_on(payload, unit.size, kMostMessages);
}

}  // namespace

extern constinit const Protocol s7{"s7", Carrier::tcp, kPorts, read};

}  // namespace tapcensus
