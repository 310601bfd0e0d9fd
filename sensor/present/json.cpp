#include "present/json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <ostream>

#include "present/fact_line.hpp"

namespace tapcensus {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(std::string_view text) { return text.empty() ? Json{} : Json(std::string{text}); }

// Beyond four digits there is no knowledge.
double rounded(double probability) { return std::round(probability * 1e4) / 1e4; }

// Microseconds are the finest that a double of this size can hold.
double seconds(Tick tick) {
  const std::uint64_t microseconds = tick.ns / 1000;
  return static_cast<double>(microseconds) / 1e6;
}

Json confidences(const Verdict& verdict) {
  Json given = Json::object();
  for (std::size_t i = 0; i < kLevels; ++i) {
    if (verdict.values[i]) given[std::string{kLevelNames[i]}] = rounded(verdict.confidences[i]);
  }
  return given;
}

Json ambiguous(const NamedVerdict& named) {
  Json sets = Json::object();
  for (std::size_t i = 0; i < kLevels; ++i) {
    const auto names = named.ambiguous(static_cast<Level>(i));
    if (!names.empty()) sets[std::string{kLevelNames[i]}] = names;
  }
  return sets;
}

void add_verdict(Json& object, const Verdict& verdict, const Catalog& catalog) {
  const NamedVerdict named{verdict, catalog};
  for (std::size_t i = 0; i < kLevels; ++i) {
    object[std::string{kLevelNames[i]}] = or_null(named.at(static_cast<Level>(i)));
  }
  object["os_vendor"] = or_null(named.os_vendor());
  object["origin"] = or_null(named.origin());
  object["os_origin"] = or_null(named.os_origin());
  object["confidence"] = rounded(verdict.confidence);
  object["confidences"] = confidences(verdict);
  object["ambiguous"] = ambiguous(named);
}

template <class Address>
Json texts(const std::vector<Address>& addresses) {
  Json array = Json::array();
  for (const Address& address : addresses) array.push_back(address.to_string());
  return array;
}

Json ledger_json(const Ledger& ledger) {
  Json object{{"received", ledger.received}};
  for (std::size_t i = 0; i < ledger.outcomes.size(); ++i) {
    const auto outcome = static_cast<Outcome>(i);
    const bool always = outcome == Outcome::inspected || outcome == Outcome::counted;
    if (always || ledger[outcome] > 0) object[std::string{name_of(outcome)}] = ledger[outcome];
  }
  return object;
}

std::string line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json device_object(const Device& device, const Catalog& catalog) {
  Json object;
  object["id"] = device.id;
  object["ip"] = texts(device.ips);
  object["mac"] = texts(device.macs);
  add_verdict(object, device.verdict, catalog);
  object["sources"] = source_names(device.verdict);
  object["contradictions"] = contradiction_names(device.verdict);
  object["first_seen"] = seconds(device.first_seen);
  object["last_seen"] = seconds(device.last_seen);
  object["packets_sent"] = device.sent.packets;
  object["bytes_sent"] = device.sent.bytes;
  object["packets_received"] = device.received.packets;
  object["bytes_received"] = device.received.bytes;
  return object;
}

// Any bytes as text: what is not UTF-8 is written \xNN.
Json any_text(std::string_view bytes) {
  std::string quoted;
  append_json_string(quoted, bytes);
  return Json::parse(quoted);
}

Json reason_json(const Reason& reason, const Catalog& catalog) {
  const Record& record = reason.record;
  Json object;
  object["source"] = kSourceNames[static_cast<std::size_t>(record.source)];
  object["field"] = name_of(record.field);
  object["value"] = any_text(record.text);
  if (record.cut) object["cut"] = true;
  object["weight"] = record.weight;
  object["rule"] = catalog[record.rule].id;
  object["packet"] = record.frame;
  object["first_seen"] = seconds(record.first_seen);
  object["last_seen"] = seconds(record.last_seen);
  object["minutes"] = record.minutes;
  const DeviceKey& who = reason.who;
  object["ip"] = who.network.unspecified() ? Json{} : Json(who.network.to_string());
  object["mac"] = who.hardware.none() ? Json{} : Json(who.hardware.to_string());
  return object;
}

Json signature_json(const SignatureCount& count) {
  Json object;
  object["id"] = count.signature.id;
  object["category"] = count.signature.category;
  object["severity"] = count.signature.severity;
  object["matches"] = count.matches;
  return object;
}

}  // namespace

std::string verdict_json(const Verdict& verdict, std::string_view application,
                         const Catalog& catalog) {
  Json object;
  add_verdict(object, verdict, catalog);
  if (!application.empty()) object["application"] = application;
  return line(object);
}

std::string verdict_json(const Verdict& verdict, const std::vector<std::string>& signatures,
                         const Catalog& catalog) {
  Json object;
  add_verdict(object, verdict, catalog);
  object["signatures"] = signatures;
  return line(object);
}

std::string device_json(const Device& device, const Catalog& catalog) {
  return line(device_object(device, catalog));
}

std::string device_with_evidence_json(const Device& device, const Catalog& catalog) {
  Json object = device_object(device, catalog);
  object["evidence"] = Json::array();
  for (const Reason& reason : device.reasons) {
    object["evidence"].push_back(reason_json(reason, catalog));
  }
  return line(object) + '\n';
}

std::string error_json(std::string_view sentence) {
  return line(Json{{"error", any_text(sentence)}}) + '\n';
}

std::string json_after_devices(const Ledger& ledger, std::span<const SignatureCount> signatures,
                               const std::vector<std::string>& limits) {
  Json found = Json::array();
  for (const SignatureCount& count : signatures) found.push_back(signature_json(count));
  std::string text = "],\n\"signatures\":" + line(found) + ",\n\"attacks\":[],\n";
  if (!limits.empty()) text += "\"limits\":" + line(Json(limits)) + ",\n";
  return text + "\"ledger\":" + line(ledger_json(ledger)) + "}\n";
}

void write_json(std::ostream& out, const Report& report) {
  out << kJsonBeforeDevices;
  std::string_view separator;
  for (const Device& device : report.devices) {
    out << separator << device_json(device, report.catalog);
    separator = kJsonBetweenDevices;
  }
  out << json_after_devices(report.ledger, report.signatures, report.limits);
}

}  // namespace tapcensus
