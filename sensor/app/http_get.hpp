// One GET from a sensor, for the commands that ask one.
//
// A client of its own rather than libcurl: it asks our own server only, by HTTP/1.0, so an answer
// is a head and a body up to the end of the connection; libcurl would bring some twenty libraries
// (LDAP, SSH, Kerberos) into a program that captures with privileges.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace tapcensus {

struct HttpAnswer {
  int status = 0;
  std::string body;
};

// From "127.0.0.1:9848", "[::1]:9848" or "sensor.example:9848"; the whole answer within `patience`
// and 256 MiB, or a sentence that says what to look at.
Result<HttpAnswer> http_get(const std::string& address, std::string_view path,
                            std::chrono::milliseconds patience = std::chrono::seconds{10});

}  // namespace tapcensus
