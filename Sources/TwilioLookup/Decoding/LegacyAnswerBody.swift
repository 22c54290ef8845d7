/// An answer of v1, which says that a number is valid by there being an answer.
struct LegacyAnswerBody: Decodable {
    let country: String?
    let nationalFormat: String?
    let carrier: LineTypeBody?
    let callerNameCode: Int?

    private enum Key: String, CodingKey {
        case country = "country_code"
        case nationalFormat = "national_format"
        case number = "phone_number"
        case carrier
        case callerName = "caller_name"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        // Any JSON object would do otherwise, and be taken for a valid number.
        _ = try container.decode(String.self, forKey: .number)
        country = container.text(.country)
        nationalFormat = container.text(.nationalFormat)
        carrier = (try? container.decodeIfPresent(LineTypeBody.self, forKey: .carrier)) ?? nil
        callerNameCode = ((try? container.decodeIfPresent(PackageBody.self, forKey: .callerName)) ?? nil)?.code
    }
}
