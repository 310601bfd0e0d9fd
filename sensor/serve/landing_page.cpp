#include "serve/landing_page.hpp"

namespace tapcensus {
namespace {

constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; font-weight: 600; }
li { margin: .25rem 0; }
a { color: #0b57d0; }
code { font: .95em ui-monospace, monospace; }
@media (prefers-color-scheme: dark) {
  body { background: #16181c; color: #e3e5e8; }
  a { color: #8ab4f8; }
}
)";

std::string escaped(std::string_view plain) {
  std::string text;
  for (const char character : plain) {
    switch (character) {
      case '&': text += "&amp;"; break;
      case '<': text += "&lt;"; break;
      case '>': text += "&gt;"; break;
      case '"': text += "&quot;"; break;
      default: text.push_back(character);
    }
  }
  return text;
}

}  // namespace

std::string landing_page(std::string_view title, std::span<const PageLink> links) {
  const std::string name = escaped(title);
  std::string page = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  page += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  page += "<title>" + name + "</title>\n<style>";
  page += kStyle;
  page += "</style>\n</head>\n<body>\n<h1>" + name + "</h1>\n<ul>\n";
  for (const PageLink& link : links) {
    const std::string path = escaped(link.path);
    page += "<li><a href=\"" + path + "\"><code>" + path + "</code></a> " + escaped(link.text) +
            "</li>\n";
  }
  return page + "</ul>\n</body>\n</html>\n";
}

}  // namespace tapcensus
