/// A paid part of an answer, in the order in which Lookup v2 writes them.
enum DataPackage: String, CaseIterable, Sendable {
    case callerName = "caller_name"
    case simSwap = "sim_swap"
    case callForwarding = "call_forwarding"
    case lineStatus = "line_status"
    case lineTypeIntelligence = "line_type_intelligence"
    case identityMatch = "identity_match"
    case reassignedNumber = "reassigned_number"
    case smsPumpingRisk = "sms_pumping_risk"
    case phoneNumberQualityScore = "phone_number_quality_score"
    case preFill = "pre_fill"

    /// Its price in Lookup v2, in millionths of a dollar; 0 for packages whose price depends on the account.
    var priceMicros: Int {
        switch self {
        case .lineTypeIntelligence: 8_000
        case .callerName: 10_000
        default: 0
        }
    }

    /// Its price in Lookup v1, where `Type=carrier` is cheaper.
    var legacyPriceMicros: Int { self == .lineTypeIntelligence ? 5_000 : priceMicros }

    /// What the package says of any number, but for the line type, which ``Line`` knows. The error code stands behind it.
    var members: StaticString {
        switch self {
        case .callerName: #""caller_name": null, "caller_type": "UNDETERMINED""#
        case .simSwap:
            #""last_sim_swap": {"last_sim_swap_date": null, "swapped_period": "PT24H", "swapped_in_period": false}, "carrier_name": null, "mobile_country_code": null, "mobile_network_code": null"#
        case .callForwarding: #""call_forwarding_enabled": false"#
        case .lineStatus: #""status": "active""#
        case .lineTypeIntelligence: ""
        case .identityMatch:
            #""first_name_match": "no_data_available", "last_name_match": "no_data_available", "address_lines_match": "no_data_available", "city_match": "no_data_available", "state_match": "no_data_available", "postal_code_match": "no_data_available", "address_country_match": "no_data_available", "national_id_match": "no_data_available", "date_of_birth_match": "no_data_available", "summary_score": 0, "error_message": null"#
        case .reassignedNumber: #""last_verified_date": null, "is_number_reassigned": "no_data_available""#
        case .smsPumpingRisk:
            #""carrier_risk_category": "low", "number_blocked": false, "number_blocked_date": null, "number_blocked_last_3_months": null, "sms_pumping_risk_score": 7"#
        case .phoneNumberQualityScore:
            #""carrier_risk_score": 17, "carrier_risk_category": "low", "disposable_phone_risk_score": 13, "disposable_phone_risk_category": "low", "quality_score": 0, "quality_category": "low", "velocity_risk_score": 0, "velocity_risk_category": "low""#
        case .preFill:
            #""first_name": null, "last_name": null, "address_line": null, "city": null, "state": null, "country_code": null, "postal_code": null"#
        }
    }

    /// The packages of a list such as `validation,line_type_intelligence`.
    /// - Returns: `nil` when the list holds a name that Twilio does not know.
    static func named(in list: some StringProtocol) -> Set<DataPackage>? {
        var packages: Set<DataPackage> = []
        for name in list.split(separator: ",") where name != "validation" {
            guard let package = DataPackage(rawValue: String(name)) else { return nil }
            packages.insert(package)
        }
        return packages
    }
}
