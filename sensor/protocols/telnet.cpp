// Telnet on its own ports, where a server may begin with any text.
#include "protocols/telnet_stream.hpp"

namespace tapcensus {

extern constinit const Protocol telnet{"telnet", Carrier::tcp, telnet_stream::kPorts,
                                       telnet_stream::read};

}  // namespace tapcensus
