// Gives up, for good and in every thread, what only opening the taps needed.
//
// Who reads hostile input all day should own nothing worth taking. DPDK needs no privilege once
// its ports are started and its memory is laid out: pcap sockets and vfio groups stay open, and
// nothing is mapped for a NIC later.
#pragma once

#include <string>

#include "base/result.hpp"

namespace tapcensus {

// Call it when everything that needs them is open, with all threads of libraries running. Root
// becomes who called sudo, else the user tapcensus where there is one, else nobody. Afterwards no
// thread has a capability or can get one. Gives "alice", or "root, since ...": as whom the process
// goes on.
Result<std::string> drop_privileges();

// Whether the process, as it is now, may read the files of a directory.
bool readable(const std::string& directory);

}  // namespace tapcensus
