// What the running sensor answers over HTTP.
#pragma once

#include <atomic>
#include <vector>

#include "app/reload.hpp"
#include "exporter/exporter.hpp"
#include "serve/http_server.hpp"

namespace tapcensus {

// All three outlive the server that uses the routes. Ready: rules are loaded and taps are up.
std::vector<Route> routes(const Exporter& exporter, const std::atomic<bool>& ready,
                          ReloadRequests& reloads);

}  // namespace tapcensus
