#include "app/routes.hpp"

#include "serve/landing_page.hpp"

namespace tapcensus {

std::vector<Route> routes(const Exporter& exporter, const std::atomic<bool>& ready,
                          ReloadRequests& reloads) {
  static constexpr PageLink kLinks[] = {{"/metrics", "metrics, for Prometheus"},
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
       .later = [&](Reply reply) { reloads.ask(std::move(reply)); }},
      {"GET", "/",
       [] {
         return Response{.content_type = std::string{kHtml},
                         .body = landing_page("tapcensus", kLinks)};
       }},
  };
}

}  // namespace tapcensus
