// NTLMSSP ([MS-NLMP]): the same three messages inside many protocols, raw or wrapped in SPNEGO.
//
// They are found by their signature, so the wrapping need not be understood. The version, the
// client's and the server's computer and domain are reported; users never are.
#pragma once

#include <string_view>

#include "facts/finding.hpp"

namespace tapcensus {

enum class NtlmMessage : std::uint8_t { none = 0, negotiate = 1, challenge = 2, authenticate = 3 };

// The first message in a security token, as far as it is there. Findings are composed, so the token
// need not outlive the call.
NtlmMessage read_ntlmssp(ByteView token, Findings& findings) noexcept;

// The same in base64; what comes behind a few KiB is not looked at.
NtlmMessage read_ntlmssp_base64(std::string_view text, Findings& findings) noexcept;

// A line of a dialogue (SMTP, IMAP, POP3) that may hold a raw message in base64, at its end.
NtlmMessage read_ntlmssp_line(std::string_view line, Findings& findings) noexcept;

// The value of a field of HTTP that carries credentials or a challenge (RFC 4559; [MS-NTHT]).
void read_ntlmssp_credentials(std::string_view value, Findings& findings) noexcept;

}  // namespace tapcensus
