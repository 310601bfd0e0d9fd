// Registration: a protocol is known when its name stands in both lists, alphabetically.
#include "protocols/protocol.hpp"

namespace tapcensus {

extern const Protocol arp, dhcp, dns, ethernet, http, icmpv6, mdns, tcp, tls;

namespace {
constexpr const Protocol* kRoster[] = {
    &arp, &dhcp, &dns, &ethernet, &http, &icmpv6, &mdns, &tcp, &tls,
};
}  // namespace

std::span<const Protocol* const> roster() noexcept { return kRoster; }

}  // namespace tapcensus
