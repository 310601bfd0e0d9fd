// HL7 version 2 in its minimal lower layer protocol (MLLP, release 1): which application of a
// hospital's systems sends.
//
// Only the header segment is read (HL7 2.5, 2.15.9), and of it only the sending application; what
// follows is about patients.
#include <array>

#include "protocols/in_messages.hpp"
#include "protocols/plain_text.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{2575};

constexpr std::string_view kBegin = "\x0bMSH";
constexpr std::array kStart{ByteSet::just(0x0b), ByteSet::one_of("M"), ByteSet::one_of("S"),
                            ByteSet::one_of("H"), ByteSet::between(0x21, 0x7e)};

Reading read(const Payload& payload, Findings& findings) noexcept {
  constexpr std::size_t kMostHeader = 512;
  std::string_view text = as_text(payload.bytes);
  if (text.substr(0, kBegin.size()) != kBegin.substr(0, text.size())) return Reading::not_mine();
  if (text.size() <= kBegin.size()) return in_messages::wait(payload);
  const char separator = text[kBegin.size()];
  const std::size_t application = text.find(separator, kBegin.size() + 1);
  const std::size_t end =
      application == text.npos ? application : text.find(separator, application + 1);
  if (end == text.npos) {
    const bool over = text.size() > kMostHeader || text.find('\r') != text.npos;
    return over ? Reading::not_mine() : in_messages::wait(payload);
  }
  // The encoding characters are four or five, none of which is a letter.
  constexpr std::size_t kMostEncoding = 6;
  if (application - kBegin.size() > kMostEncoding) return Reading::not_mine();
  plain_text::add(Field::hl7_application, text.substr(application + 1, end - application - 1),
                  findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol hl7{"hl7", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
