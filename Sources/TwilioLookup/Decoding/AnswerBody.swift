/// An answer of v2. Every field but `valid` may be missing.
struct AnswerBody: Decodable {
    let valid: Bool
    let country: String?
    let nationalFormat: String?
    let validationErrors: [String]
    let lineType: LineTypeBody?
    /// Error codes of the packages beside the line type.
    let otherCodes: [Int]

    private enum Key: String, CodingKey, CaseIterable {
        case valid
        case country = "country_code"
        case nationalFormat = "national_format"
        case validationErrors = "validation_errors"
        case lineType = "line_type_intelligence"
        case callerName = "caller_name"
        case simSwap = "sim_swap"
        case callForwarding = "call_forwarding"
        case lineStatus = "line_status"
        case identityMatch = "identity_match"
        case reassignedNumber = "reassigned_number"
        case smsPumpingRisk = "sms_pumping_risk"
        case qualityScore = "phone_number_quality_score"
        case preFill = "pre_fill"

        static let otherPackages: [Key] = [
            .callerName, .simSwap, .callForwarding, .lineStatus, .identityMatch, .reassignedNumber, .smsPumpingRisk, .qualityScore,
            .preFill,
        ]
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        valid = try container.decode(Bool.self, forKey: .valid)
        country = container.text(.country)
        nationalFormat = container.text(.nationalFormat)
        validationErrors = ((try? container.decodeIfPresent([String].self, forKey: .validationErrors)) ?? nil) ?? []
        lineType = (try? container.decodeIfPresent(LineTypeBody.self, forKey: .lineType)) ?? nil
        otherCodes = Key.otherPackages.compactMap {
            ((try? container.decodeIfPresent(PackageBody.self, forKey: $0)) ?? nil)?.code
        }
    }
}

/// The package of v2 about the kind of line, and v1's about the carrier: the names differ, the contents do not.
struct LineTypeBody: Decodable {
    let type: String?
    let carrierName: String?
    let mobileCountryCode: String?
    let mobileNetworkCode: String?
    let code: Int?

    private enum Key: String, CodingKey {
        case type
        case carrierName = "carrier_name"
        case legacyCarrierName = "name"
        case mobileCountryCode = "mobile_country_code"
        case mobileNetworkCode = "mobile_network_code"
        case code = "error_code"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        type = container.text(.type)
        carrierName = container.text(.carrierName) ?? container.text(.legacyCarrierName)
        mobileCountryCode = container.text(.mobileCountryCode)
        mobileNetworkCode = container.text(.mobileNetworkCode)
        code = container.integer(.code)
    }
}

/// Any other package: its contents stay in the raw answer.
struct PackageBody: Decodable {
    let code: Int?

    private enum Key: String, CodingKey { case code = "error_code" }

    init(from decoder: any Decoder) throws {
        code = try decoder.container(keyedBy: Key.self).integer(.code)
    }
}
