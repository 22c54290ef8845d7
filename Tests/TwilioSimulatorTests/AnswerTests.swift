import Foundation
import Testing

@testable import TwilioSimulator

@Suite("Answers") struct AnswerTests {
    /// Every member of a v2 answer, by the specification.
    private static let members: Set<String> = [
        "calling_country_code", "country_code", "phone_number", "national_format", "valid", "validation_errors", "caller_name", "sim_swap",
        "call_forwarding", "line_status", "line_type_intelligence", "identity_match", "reassigned_number", "sms_pumping_risk",
        "phone_number_quality_score", "pre_fill", "url",
    ]

    private func answer(_ target: String, outcome: Plan.Outcome = .answer) throws -> (status: Int, json: [String: Any]) {
        let lookup = try #require(LookupRequest(target: target))
        let answer = Reply(
            lookup, number: AskedNumber(lookup.number, countryCode: lookup.countryCode), outcome: outcome, billInvalid: false
        )
        .answer
        let json = try JSONSerialization.jsonObject(with: Data(answer.text.utf8))
        return (answer.status, try #require(json as? [String: Any]))
    }

    @Test("a valid number has every member, and null where nothing was asked") func whole() throws {
        let (status, json) = try answer("/v2/PhoneNumbers/+14155552671?Fields=line_type_intelligence")
        #expect(status == 200 && Set(json.keys) == Self.members)
        #expect(json["valid"] as? Bool == true && json["phone_number"] as? String == "+14155552671")
        #expect(json["national_format"] as? String == "(415) 555-2671" && json["country_code"] as? String == "US")
        #expect((json["validation_errors"] as? [String])?.isEmpty == true)
        for name in Self.members where DataPackage(rawValue: name) != nil && name != "line_type_intelligence" {
            #expect(json[name] is NSNull, "\(name)")
        }
        let line = try #require(json["line_type_intelligence"] as? [String: Any])
        #expect(Set(line.keys) == ["error_code", "mobile_country_code", "mobile_network_code", "carrier_name", "type"])
    }

    @Test("every package can be asked for, with its error code") func packages() throws {
        let all = DataPackage.allCases.map(\.rawValue).joined(separator: ",")
        let (_, json) = try answer("/v2/PhoneNumbers/+15005550607?Fields=validation,\(all)")
        for package in DataPackage.allCases {
            let code = try #require((json[package.rawValue] as? [String: Any])?["error_code"], "\(package)")
            #expect(package == .reassignedNumber ? code as? String == "60607" : code as? Int == 60_607, "\(package)")
        }
    }

    @Test(
        "plus, its percent-encoding and the national form are the same number",
        arguments: [
            "+14155552671", "%2B14155552671", "4155552671", "(415)%20555-2671", "14155552671",
        ])
    func forms(text: String) throws {
        let (_, json) = try answer("/v2/PhoneNumbers/\(text)?CountryCode=US&Fields=line_type_intelligence")
        let (_, wanted) = try answer("/v2/PhoneNumbers/+14155552671?Fields=line_type_intelligence")
        #expect(NSDictionary(dictionary: json) == NSDictionary(dictionary: wanted))
    }

    @Test("a national number belongs to its country") func country() throws {
        let (_, json) = try answer("/v2/PhoneNumbers/07772000001?CountryCode=GB")
        #expect(json["phone_number"] as? String == "+447772000001" && json["calling_country_code"] as? String == "44")
        #expect(json["national_format"] as? String == "07772000001")
    }

    @Test(
        "an invalid number is 200 with the reason",
        arguments: [
            ("+1415555", "TOO_SHORT"), ("+141555526710", "TOO_LONG"), ("+11155552671", "INVALID_BUT_POSSIBLE"),
            ("+99912345678", "INVALID_COUNTRY_CODE"),
            ("abc", "NOT_A_NUMBER"), ("+15005557005", "INVALID_LENGTH"),
        ])
    func invalid(text: String, reason: String) throws {
        let (status, json) = try answer("/v2/PhoneNumbers/\(text)?Fields=line_type_intelligence")
        #expect(status == 200 && json["valid"] as? Bool == false && json["validation_errors"] as? [String] == [reason])
        #expect(json["line_type_intelligence"] is NSNull && Set(json.keys) == Self.members)
    }

    @Test("v1 has its own members, and 404 for an invalid number") func legacy() throws {
        let (status, json) = try answer("/v1/PhoneNumbers/+15005555005?Type=carrier")
        #expect(status == 200)
        #expect(Set(json.keys) == ["caller_name", "carrier", "country_code", "national_format", "phone_number", "add_ons", "url"])
        let carrier = try #require(json["carrier"] as? [String: Any])
        #expect(
            carrier["type"] as? String == "voip"
                && Set(carrier.keys) == ["mobile_country_code", "mobile_network_code", "name", "type", "error_code"])
        let missing = try answer("/v1/PhoneNumbers/+1415555?Type=carrier")
        #expect(missing.status == 404 && missing.json["code"] as? Int == 20_404)
        let both = try answer("/v1/PhoneNumbers/+15005555001?Type=carrier&Type=caller-name").json
        #expect(both["carrier"] is [String: Any] && both["caller_name"] is [String: Any])
    }

    @Test("an unknown field is 400, no number is 404") func wrong() throws {
        for target in ["/v2/PhoneNumbers/+14155552671?Fields=line_type", "/v1/PhoneNumbers/+14155552671?Type=carriers"] {
            let (status, json) = try answer(target)
            #expect(status == 400 && json["status"] as? Int == 400 && json["code"] as? Int == 20_001)
        }
        let (status, json) = try answer("/v2/PhoneNumbers/")
        #expect(status == 404 && json["code"] as? Int == 20_404)
    }

    @Test("text that is no number comes back as valid JSON") func escaping() throws {
        let (_, json) = try answer("/v2/PhoneNumbers/%22%5C%0A%00%C3%A9")
        #expect(json["phone_number"] as? String == "\"\\\n\u{0}é")
    }

    @Test(
        "only the path of a lookup is one",
        arguments: ["/", "/v2", "/v2/PhoneNumber/1", "/v2/PhoneNumbersX/1", "/v2/PhoneNumbers/1/Overrides/x"])
    func path(target: String) { #expect(LookupRequest(target: target) == nil) }

    @Test("numbers fall into the documented shares") func shares() {
        var counts: [String: Int] = [:]
        for digits in 0..<40_000 {
            let national = "\(2_122_000_000 + digits * 199 % 8_000_000)"
            let number = AskedNumber("+1" + national, countryCode: nil)
            switch number.verdict {
            case .valid(let country, let national):
                counts[Line(country: country, national: national, hash: number.hash).type.rawValue, default: 0] += 1
            case .invalid: counts["invalid", default: 0] += 1
            }
        }
        for (name, share) in [("invalid", 0.02), ("mobile", 0.568), ("landline", 0.245), ("fixedVoip", 0.069), ("nonFixedVoip", 0.078)] {
            let found = Double(counts[name] ?? 0) / 40_000
            #expect(abs(found - share) < 0.01, "\(name): \(found)")
        }
    }

    @Test("only mobile and non-fixed VoIP have network codes, and toll-free numbers no carrier") func carriers() {
        for type in LineType.allCases {
            let line = Line(type: type, country: .unitedStates, hash: 12_345)
            #expect((line.mobileNetworkCode != nil) == [.mobile, .nonFixedVoip].contains(type))
            #expect((line.carrierName != nil) == [.mobile, .landline, .fixedVoip, .nonFixedVoip].contains(type))
        }
        #expect(Line(country: .unitedStates, national: "8005552671", hash: 1).type == .tollFree)
    }

    @Test("magic numbers force each outcome") func magic() throws {
        for code in MagicNumber.packageErrors {
            let (_, json) = try answer("/v2/PhoneNumbers/+1544555\("\(code)".dropFirst())?Fields=line_type_intelligence")
            let package = try #require(json["line_type_intelligence"] as? [String: Any])
            #expect(package["error_code"] as? Int == code && package["type"] is NSNull)
        }
        for status in MagicNumber.failures.keys {
            #expect(try answer("/v2/PhoneNumbers/+15005550\(status)").status == status)
        }
        for (place, type) in LineType.allCases.enumerated() {
            let (_, json) = try answer("/v2/PhoneNumbers/+1500555\(5_001 + place)?Fields=line_type_intelligence")
            #expect((json["line_type_intelligence"] as? [String: Any])?["type"] as? String == type.rawValue)
        }
        #expect(MagicNumber(national: "4155550608") == nil && MagicNumber(national: "5005559999") == nil)
    }
}
