#include "protocols/http_head.hpp"

#include <algorithm>
#include <array>

#include "base/letters.hpp"
#include "protocols/challenge.hpp"
#include "protocols/ntlmssp.hpp"
#include "protocols/unfolded.hpp"

namespace tapcensus::http_head {
namespace {

// What is known of a name.
struct Known {
  std::string_view name;  // in lower case
  Role role = Role::unknown;
  bool passing = false;  // comes and goes with what is asked for, whoever asks
  Field request = Field::end_;
  Field response = Field::end_;
};

constexpr Known asked(std::string_view name, Field field) {
  return {name, Role::fact, false, field};
}
constexpr Known answered(std::string_view name, Field field, Role role = Role::fact) {
  return {name, role, false, Field::end_, field};
}
constexpr Known passing(std::string_view name, Role role = Role::unknown) {
  return {name, role, true};
}
// By which shops, updaters, players, browsers behind proxies, and televisions name model and build.
constexpr Known device(std::string_view name) {
  return {name, Role::device, false, Field::http_device_header, Field::http_device_header};
}

constexpr std::array kNames{
    asked(":authority", Field::http_host),  // HTTP/2
    asked("accept-language", Field::http_accept_language),
    asked("host", Field::http_host),
    asked("sec-ch-ua", Field::http_sec_ch_ua),
    asked("sec-ch-ua-full-version-list", Field::http_sec_ch_ua_full_version_list),
    asked("sec-ch-ua-mobile", Field::http_sec_ch_ua_mobile),
    asked("sec-ch-ua-model", Field::http_sec_ch_ua_model),
    asked("sec-ch-ua-platform", Field::http_sec_ch_ua_platform),
    asked("sec-ch-ua-platform-version", Field::http_sec_ch_ua_platform_version),
    asked("user-agent", Field::http_user_agent),
    asked("x-requested-with", Field::http_x_requested_with),
    answered("server", Field::http_server),
    answered("www-authenticate", Field::http_www_authenticate, Role::challenge),
    answered("x-powered-by", Field::http_x_powered_by),
    // A proxy names itself in what it passes on, either way (RFC 9110, 7.6.3).
    Known{"via", Role::fact, true, Field::http_via, Field::http_via},

    Known{"content-length", Role::length},
    Known{"content-type", Role::type},
    passing("content-encoding", Role::content_coding),
    passing("transfer-encoding", Role::coding),
    passing("upgrade", Role::upgrade),

    passing("access-control-request-headers"),
    passing("access-control-request-method"),
    passing("age"),
    passing("authorization", Role::credentials),
    passing("cache-control"),
    passing("content-disposition"),
    passing("content-language"),
    passing("content-location"),
    passing("content-range"),
    passing("cookie"),
    passing("etag"),
    passing("expect"),
    passing("expires"),
    passing("forwarded"),
    passing("http2-settings"),
    passing("if-match"),
    passing("if-modified-since"),
    passing("if-none-match"),
    passing("if-range"),
    passing("if-unmodified-since"),
    passing("last-modified"),
    passing("location"),
    passing("origin"),
    passing("pragma"),
    passing("proxy-authenticate", Role::credentials),
    passing("proxy-authorization", Role::credentials),
    passing("range"),
    passing("referer"),
    passing("set-cookie"),
    passing("trailer"),
    passing("vary"),
    passing("x-forwarded-for"),
    passing("x-forwarded-host"),
    passing("x-forwarded-proto"),
    passing("x-real-ip"),

    // Apple's system services, and AirPlay.
    device("x-apple-client-info"),
    device("x-apple-device-model"),
    device("x-apple-os-version"),
    device("x-apple-product"),
    device("x-mme-client-info"),
    // Android's, Amazon's and other makers' applications.
    device("x-amz-device-type"),
    device("x-android-build"),
    device("x-android-device"),
    device("x-android-model"),
    device("x-android-os-version"),
    device("x-android-version"),
    device("x-client-device"),
    device("x-client-device-manufacturer"),
    device("x-client-device-model"),
    device("x-client-device-os"),
    device("x-client-device-type"),
    device("x-client-os"),
    device("x-client-os-version"),
    device("x-device"),
    device("x-device-brand"),
    device("x-device-firmware"),
    device("x-device-firmware-version"),
    device("x-device-info"),
    device("x-device-manufacturer"),
    device("x-device-model"),
    device("x-device-os"),
    device("x-device-os-version"),
    device("x-device-platform"),
    device("x-device-type"),
    device("x-device-user-agent"),
    device("x-device-version"),
    device("x-firmware-version"),
    device("x-model"),
    device("x-os-version"),
    device("x-youtube-device"),
    // Televisions, players and consoles.
    device("cast-device-capabilities"),
    device("x-av-client-info"),
    device("x-av-physical-unit-info"),
    device("x-av-server-info"),
    device("x-device-fw-version"),
    device("x-device-netcast-platform-version"),
    device("x-device-product"),
    device("x-device-sdk-version"),
    device("x-plex-device"),
    device("x-plex-model"),
    device("x-plex-platform"),
    device("x-plex-platform-version"),
    device("x-roku-reserved-version"),
    device("x-xbl-build-version"),
    device("x-xbl-client-version"),
    device("x-xbl-device-type"),
    // Phones whose browser works behind a proxy of its maker, and those of WAP (UAProf).
    device("device-stock-ua"),
    device("profile"),
    device("ua-os"),
    device("wap-profile"),
    device("x-bolt-phone-ua"),
    device("x-device-ua"),
    device("x-operamini-phone"),
    device("x-operamini-phone-ua"),
    device("x-original-user-agent"),
    device("x-skyfire-phone"),
    device("x-ucbrowser-device-ua"),
    device("x-ucbrowser-phone"),
    device("x-ucbrowser-phone-ua"),
    device("x-ucbrowser-ua"),
    device("x-wap-profile"),
    // Updates of microcontrollers.
    device("x-esp32-sdk-version"),
    device("x-esp32-version"),
    device("x-esp8266-sdk-version"),
    device("x-esp8266-version"),
};

constexpr std::size_t kMostName = 40;

// The names in order of length, so that a name meets the few that are as long as itself.
struct Table {
  std::array<Known, kNames.size()> names = kNames;
  std::array<std::uint8_t, kMostName + 2> first{};  // of each length
};

consteval Table table_of_names() {
  Table table;
  std::ranges::sort(table.names, [](const Known& left, const Known& right) {
    return left.name.size() != right.name.size() ? left.name.size() < right.name.size()
                                                 : left.name < right.name;
  });
  std::size_t at = 0;
  for (std::size_t length = 0; length < table.first.size(); ++length) {
    while (at < table.names.size() && table.names[at].name.size() < length) ++at;
    table.first[length] = static_cast<std::uint8_t>(at);
  }
  return table;
}

constexpr Table kTable = table_of_names();
static_assert(kNames.size() < 256 && kTable.names.back().name.size() <= kMostName);
static_assert(std::ranges::adjacent_find(kTable.names, {}, &Known::name) == kTable.names.end());

constexpr Known kUnknown{};

const Known& known(std::string_view name) noexcept {
  if (name.empty() || name.size() > kMostName) return kUnknown;
  const char first = lower(name.front());
  const std::size_t end = kTable.first[name.size() + 1];
  for (std::size_t at = kTable.first[name.size()]; at < end; ++at) {
    const Known& each = kTable.names[at];
    if (each.name.front() == first && same_word(each.name, name)) return each;
  }
  return kUnknown;
}

}  // namespace

Role Head::take(const HeaderField& field) noexcept {
  const Known& known = http_head::known(field.name);
  if (ordered_ && !known.passing && !field.name.empty()) add_to_order(field.name);
  if (known.role == Role::credentials || known.role == Role::challenge) {
    read_ntlmssp_credentials(field.value, findings_);
  }
  const Field fact = side_ == Side::request ? known.request : known.response;
  if (fact == Field::end_ || field.value.empty()) return known.role;
  switch (known.role) {
    case Role::device: add_device(field); break;
    case Role::challenge: add_challenge(fact, field.value, lifetime_, findings_); break;
    default: add_unfolded(fact, field.value, lifetime_, findings_);
  }
  return known.role;
}

void Head::add_to_order(std::string_view name) noexcept {
  if (order_.view().size() + 1 + name.size() > kMostOrder) {
    ordered_ = false;
    return;
  }
  order_.separate(',', first_);
  order_.add(name);
}

void Head::finish() noexcept {
  const bool request = side_ == Side::request;
  if (order_.empty()) return;
  findings_.add_composed(request ? Field::http_header_order : Field::http_server_order,
                         order_.view());
}

void Head::add_device(const HeaderField& field) noexcept {
  Line<kMostComposed> line;
  line.add(field.name);
  line.add(": ");
  add_unfolded(line, field.value);
  findings_.add_composed(Field::http_device_header, line.view());
}

}  // namespace tapcensus::http_head
