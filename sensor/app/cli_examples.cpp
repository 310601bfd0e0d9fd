#include "app/cli_examples.hpp"

namespace tapcensus {

std::string examples_of(std::string_view command) {
  if (command == "read") {
    return "Examples:\n  tapcensus read tap.pcap\n  zstdcat tap.pcap.zst | tapcensus read -\n"
           "  tapcensus read --output json --facts facts.jsonl monday.pcapng tuesday.pcapng\n"
           "  tapcensus read --unknown tap.pcap > new.toml\n";
  }
  if (command == "run") {
    return "Examples:\n  tapcensus run --interface eth0\n"
           "  tapcensus run --port 03:00.0,03:00.1 --workers 4\n"
           "  tapcensus run --replay tap.pcap --replay-rate 1000\n"
           "  tapcensus run --config tapcensus.toml --listen :9848\n";
  }
  if (command == "classify") {
    return "Examples:\n  echo 'MSFT 5.0' | tapcensus classify dhcp.vendor_class\n"
           "  tapcensus classify http.user_agent < agents.txt\n"
           "  echo 1,121,3,6,15,119,252 | tapcensus classify dhcp.params\n";
  }
  if (command == "rules") {
    return "Examples:\n  tapcensus rules check\n  tapcensus rules test --rules my-rules\n"
           "  tapcensus rules list --pack own\n"
           "  tapcensus rules list --packs uap-core,ieee-data\n"
           "  tapcensus rules explain dhcp.vendor_class 'MSFT 5.0'\n"
           "  tapcensus rules import recog recog/xml/*.xml --output packs/recog\n";
  }
  if (command == "rules explain") {
    return "Examples:\n  tapcensus rules explain dhcp.vendor_class 'MSFT 5.0'\n"
           "  tapcensus rules explain http.user_agent --output json < agents.txt\n"
           "  tapcensus rules explain eth.oui 70b3d5f2f --packs ieee-data\n"
           "  tapcensus rules explain payload.tcp 'SSH-2.0-dropbear\\x0d\\x0a'\n";
  }
  if (command == "status") {
    return "Examples:\n  tapcensus status\n  tapcensus status --address [::1]:9848\n"
           "  tapcensus status --output json | jq .incomplete\n";
  }
  if (command == "doctor") {
    return "Examples:\n  tapcensus doctor\n  tapcensus doctor --interface eth0\n"
           "  tapcensus doctor --interface eth0 --seconds 60 --output json\n";
  }
  if (command == "metrics") {
    return "Examples:\n  tapcensus metrics list\n  tapcensus metrics list | grep gauge\n"
           "  tapcensus metrics list --output json | jq '.[].name'\n";
  }
  return "Examples:\n  tapcensus check\n  tapcensus check --config tapcensus.toml\n"
         "  tapcensus check --rules my-rules\n";
}

}  // namespace tapcensus
