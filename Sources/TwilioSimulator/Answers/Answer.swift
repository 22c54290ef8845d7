internal import NIOCore

/// What the simulator answers to one lookup, before anything goes wrong on the way.
struct Answer: Sendable {
    let status: Int
    let body: ByteBuffer
    /// Millionths of a dollar; `nil` when the answer is not paid for.
    var costMicros: Int?

    var text: String { String(buffer: body) }

    /// An error in Twilio's form.
    static func error(status: Int, code: Int, _ message: String) -> Answer {
        var json = JSONText(capacity: 256)
        json.raw("{\"code\": ")
        json.number(code)
        json.raw(", \"message\": ")
        json.string(message)
        json.raw(", \"more_info\": \"https://www.twilio.com/docs/errors/")
        json.number(code)
        json.raw("\", \"status\": ")
        json.number(status)
        json.raw("}")
        return Answer(status: status, body: json.buffer)
    }

    static let wrongCredentials = error(status: 401, code: 20_003, "Authentication Error - invalid username")
    static let noCredentials = error(status: 401, code: 20_003, "Authentication Error - No credentials provided")
    static let tooManyRequests = error(status: 429, code: 20_429, "Too Many Requests")
    static let wrongMethod = error(status: 405, code: 20_004, "Method not allowed")
    static let unknownField = error(status: 400, code: 20_001, "Invalid parameter: Fields or Type holds a name that does not exist")

    static func notFound(_ path: String) -> Answer { error(status: 404, code: 20_404, "The requested resource \(path) was not found") }

    /// The failure with this status, as load and magic numbers cause it.
    static func failure(status: Int, code: Int? = nil) -> Answer {
        let message =
            switch status {
            case 400: "Bad Request"
            case 401: "Authentication Error - invalid username"
            case 403: "Permission Denied"
            case 404: "Not Found"
            case 429: "Too Many Requests"
            case 502: "Bad Gateway"
            case 503: "Service Unavailable"
            case 504: "Gateway Timeout"
            default: "Internal Server Error"
            }
        return error(status: status, code: code ?? 20_000 + status, message)
    }
}
