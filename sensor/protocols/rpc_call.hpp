// A call of ONC RPC (RFC 5531, 9): the machine that AUTH_SYS says it comes from.
//
// The numbers of its user and groups are passed over.
#pragma once

#include <string_view>

#include "base/cursor.hpp"
#include "facts/finding.hpp"

namespace tapcensus {

// Whether `in` stands at a call. What it says is found even where its end is cut off.
inline bool read_rpc_call(Cursor in, Findings& findings) noexcept {
  constexpr std::uint32_t kCall = 0, kRpcVersion = 2, kAuthSys = 1, kMostName = 255;
  in.skip(4);  // transaction
  const std::uint32_t kind = in.be32(), version = in.be32(), program = in.be32();
  const std::uint32_t program_version = in.be32(), procedure = in.be32();
  const std::uint32_t flavor = in.be32(), length = in.be32();
  if (!in.ok() || kind != kCall || version != kRpcVersion || program < 100'000) return false;
  if (program_version > 100 || procedure > 1000 || length > 400) return false;
  if (flavor != kAuthSys) return true;
  in.skip(4);  // stamp
  const std::uint32_t size = in.be32();
  const std::string_view machine = as_text(in.take(size));
  if (!in.ok() || size > kMostName) return false;
  if (!machine.empty()) findings.add(Field::sunrpc_machine, machine);
  return true;
}

}  // namespace tapcensus
