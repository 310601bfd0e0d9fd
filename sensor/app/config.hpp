// The configuration file of `run`: the same choices as the flags, under the same names.
//
//     listen = "127.0.0.1:9848"
//     vdev = ["net_pcap0,rx_pcap=tap.pcap"]
//     scope = ["10.0.0.0/8"]
#pragma once

#include <string>

#include "app/options.hpp"
#include "base/result.hpp"

namespace tapcensus {

// Sets in `choices` what the file says. All mistakes at once, each as file:line:column.
Errors read_config(const std::string& path, RunChoices& choices);

// "512M", "2G", "65536": bytes. Nothing when it is no size.
std::optional<std::uint64_t> parse_size(std::string_view text);

}  // namespace tapcensus
