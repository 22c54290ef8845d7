internal import Foundation
internal import HTTPClient
internal import RefineryModel

/// Why a server gave no answer.
enum ServerFault: Fault {
    /// No answer came.
    case unreachable(HTTPClientError)
    /// An answer came, and not of Refinery.
    case strange(target: String, status: Int, retryAfter: Duration?)
    /// What the server says that is wrong, in its words.
    case refused(Refusal)

    struct Refusal: Sendable {
        let status: Int
        let code: FaultCode
        let summary: String
        let remedy: String?
        let details: [String: String]
        let retryAfter: Duration?
    }

    var code: FaultCode {
        switch self {
        case .unreachable(.invalidRequest): .settingInvalid
        case .unreachable, .strange: .serverUnavailable
        case .refused(let refusal): refusal.code
        }
    }

    var summary: String {
        switch self {
        case .unreachable(let error): error.summary
        case .strange(let target, let status, _): "\(target) answers with \(status), and not as a Refinery server does."
        case .refused(let refusal): refusal.summary
        }
    }

    var remedy: String? {
        switch self {
        case .unreachable(let error): error.remedy
        case .strange: "Check REFINERY_SERVER: it has to be the address of a `refinery web`, with the path prefix of its proxy."
        case .refused(let refusal) where refusal.code == .unauthenticated:
            "REFINERY_API_KEY has to be a key of that server that is valid: refinery keys create, there."
        case .refused(let refusal): refusal.remedy
        }
    }

    var details: [String: String] { if case .refused(let refusal) = self { refusal.details } else { [:] } }

    /// Whether the same may succeed soon.
    var isTransient: Bool {
        switch self {
        case .unreachable(let error): error.isTransient
        case .strange(_, let status, _): [502, 503, 504].contains(status)
        case .refused(let refusal): [429, 503].contains(refusal.status) || refusal.code == .requestUnderWay
        }
    }

    /// When the server wants to be asked again; nil: it does not say.
    var retryAfter: Duration? {
        switch self {
        case .unreachable: nil
        case .strange(_, _, let wait): wait
        case .refused(let refusal): refusal.retryAfter
        }
    }

    /// What an answer says that is no success.
    init(_ response: HTTPResponse, target: String) {
        let decoder = JSONDecoder()
        guard let problem = try? decoder.decode(Problem.self, from: Data(response.body)), let code = FaultCode(rawValue: problem.error)
        else {
            self = .strange(target: target, status: response.status, retryAfter: response.retryAfter)
            return
        }
        self = .refused(
            Refusal(
                status: response.status, code: code, summary: problem.message, remedy: problem.details.remedy,
                details: (problem.details.context ?? [:]).merging(["support_id": problem.supportId]) { own, _ in own },
                retryAfter: response.retryAfter))
    }

    /// What is read of RFC 9457.
    private struct Problem: Decodable {
        let error: String
        let message: String
        let supportId: String
        let details: Details

        struct Details: Decodable {
            let remedy: String?
            let context: [String: String]?
        }
    }
}

/// What the HTTP interface has no word for.
struct ServerUnable: Fault {
    /// The option.
    let wish: String

    var code: FaultCode { .usageInvalid }
    var summary: String { "A server cannot be asked for \(wish)." }
    var remedy: String? { "Leave it away, or ask the database." }
}
