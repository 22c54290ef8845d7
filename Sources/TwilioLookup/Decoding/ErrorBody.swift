/// The code of an error: Twilio's own form (`code`, `more_info`) or RFC 9457's (`type`). Its message may show the number and is not read.
struct ErrorBody: Decodable {
    let code: Int?

    private enum Key: String, CodingKey {
        case code, type
        case moreInfo = "more_info"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        code = container.integer(.code) ?? Self.code(container.text(.type)) ?? Self.code(container.text(.moreInfo))
    }

    /// Both forms link to a page of the code: `https://www.twilio.com/docs/api/errors/20404`.
    private static func code(_ page: String?) -> Int? {
        page.flatMap { $0.contains("/errors/") ? $0.split(separator: "/").last.flatMap { Int($0) } : nil }
    }
}
