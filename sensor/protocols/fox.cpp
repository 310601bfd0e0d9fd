// Fox, the protocol of Niagara's building controllers and workbenches: both sides begin with a
// hello of lines, "key=type:value".
//
//   fox a 0 -1 fox hello
//   {
//   hostName=s:station
//   app.name=s:Station
//   app.version=s:4.9.1.30
//   };;
// It is not public; its form is plain to see. Licence and host identifiers are passed over.
#include <array>

#include "base/letters.hpp"
#include "protocols/in_messages.hpp"
#include "protocols/line.hpp"
#include "protocols/plain_text.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 2> kPorts{1911, 3011};

constexpr std::string_view kBegin = "fox a ", kHello = " fox hello\n", kEnd = "};;";
constexpr std::array kStart{ByteSet::one_of("f"), ByteSet::one_of("o"), ByteSet::one_of("x"),
                            ByteSet::one_of(" "), ByteSet::one_of("a"), ByteSet::one_of(" ")};
constexpr std::size_t kMostHello = 4096, kMostText = 192;

// Without the letter of its type; empty when there is none.
std::string_view value_of(std::string_view hello, std::string_view key) noexcept {
  for (std::size_t at = hello.find('\n'); at != hello.npos; at = hello.find('\n', at)) {
    std::string_view line = hello.substr(++at);
    line = line.substr(0, line.find('\n'));
    if (!line.starts_with(key) || line.substr(key.size(), 1) != "=") continue;
    const std::size_t colon = line.find(':');
    return colon == line.npos ? std::string_view{} : unpadded(line.substr(colon + 1));
  }
  return {};
}

// A name, and the version behind it.
void add_named(Field field, std::string_view name, std::string_view version,
               Findings& findings) noexcept {
  if (name.empty()) return;
  Line<kMostText> line;
  line.add(name);
  if (!version.empty()) {
    line.add(' ');
    line.add(version);
  }
  if (line.whole()) plain_text::add_composed(field, line.view(), findings);
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const std::string_view text = as_text(payload.bytes);
  if (text.substr(0, kBegin.size()) != kBegin.substr(0, text.size())) return Reading::not_mine();
  const std::size_t end = text.find(kEnd);
  if (end == text.npos && text.size() < kMostHello) return in_messages::wait(payload);
  const std::string_view hello = text.substr(0, end);
  const std::size_t first_line = hello.find('\n');
  if (first_line == hello.npos || !hello.substr(0, first_line + 1).ends_with(kHello)) {
    return Reading::not_mine();
  }
  add_named(Field::fox_app, value_of(hello, "app.name"), value_of(hello, "app.version"), findings);
  plain_text::add(Field::fox_brand, value_of(hello, "brandId"), findings);
  plain_text::add(Field::fox_host, value_of(hello, "hostName"), findings);
  add_named(Field::fox_os, value_of(hello, "os.name"), value_of(hello, "os.version"), findings);
  plain_text::add(Field::fox_station, value_of(hello, "station.name"), findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol fox{"fox", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
