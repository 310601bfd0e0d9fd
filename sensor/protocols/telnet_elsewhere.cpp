// Telnet on other ports, known by the options that are negotiated first.
#include "protocols/telnet_stream.hpp"

namespace tapcensus {
namespace {

// IAC; WILL, WONT, DO or DONT; an option.
constexpr std::array kStart{ByteSet::just(255), ByteSet::between(251, 254),
                            ByteSet::between(0, 49)};

}  // namespace

extern constinit const Protocol telnet_elsewhere{
    "telnet_elsewhere", Carrier::tcp, {}, telnet_stream::read, kStart};

}  // namespace tapcensus
