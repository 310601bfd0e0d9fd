// What the running sensor answers over HTTP.
#pragma once

#include <atomic>
#include <vector>

#include "app/questions.hpp"
#include "app/reload.hpp"
#include "exporter/exporter.hpp"
#include "serve/http_server.hpp"

namespace tapcensus {

// All outlive the server that uses the routes. Ready: rules are loaded and taps are up.
std::vector<Route> routes(const Exporter& exporter, const std::atomic<bool>& ready,
                          Questions& questions, ReloadRequests& reloads);

}  // namespace tapcensus
