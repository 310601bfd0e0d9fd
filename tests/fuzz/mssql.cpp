// The bytes of one direction of a TCP connection, as SQL Server.
#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol mssql;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tapcensus::fuzz::run(tapcensus::mssql, data, size);
}
