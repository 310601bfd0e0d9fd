#include "app/routes.hpp"

#include "serve/landing_page.hpp"

namespace tapcensus {
namespace {

// For the devices: those of 200,000 take a few seconds.
constexpr std::chrono::seconds kPatience{30};
// For a reload: longer than compiling may take.
constexpr std::chrono::seconds kReloadPatience{600};

}  // namespace

std::vector<Route> routes(const Exporter& exporter, const std::atomic<bool>& ready,
                          Questions& questions, ReloadRequests& reloads) {
  static constexpr PageLink kLinks[] = {{"/metrics", "metrics, for Prometheus"},
                                        {"/api/v1/devices", "the devices, as JSON"},
                                        {"/-/healthy", "whether the process lives"},
                                        {"/-/ready", "whether rules are loaded and taps are up"}};
  return {
      {"GET", "/metrics",
       [&] {
         return Response{.content_type = "text/plain; version=0.0.4; charset=utf-8",
                         .body = exporter.text()};
       }},
      {"GET", "/-/healthy", [] { return Response{.body = "tapcensus is healthy.\n"}; }},
      {"GET", "/-/ready",
       [&] {
         return ready ? Response{.body = "tapcensus is ready.\n"}
                      : Response{.status = 503, .body = "Rules are being compiled.\n"};
       }},
      {.method = "POST",
       .path = "/-/reload",
       .handler = {},
       .later = [&](std::string_view, Owed owed) { reloads.ask(std::move(owed)); },
       .patience = kReloadPatience},
      {.method = "GET",
       .path = "/api/v1/devices",
       .handler = {},
       .later = [&](std::string_view, Owed owed) { questions.ask_for_all(std::move(owed)); },
       .patience = kPatience},
      {.method = "GET",
       .path = "/api/v1/devices/*",
       .handler = {},
       .later = [&](std::string_view id, Owed owed) { questions.ask_for(id, std::move(owed)); },
       .patience = kPatience},
      {"GET", "/",
       [] {
         return Response{.content_type = std::string{kHtml},
                         .body = landing_page("tapcensus", kLinks)};
       }},
  };
}

}  // namespace tapcensus
