internal import HTTPClient
internal import RefineryModel

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The token with which IDI is asked: one for all questions, fetched again before its 15 minutes are over. Nobody waits for another's.
actor IDITokens {
    struct Failure: Error {
        let outcome: SkipTraceOutcome
    }

    private static let lifetime: Duration = .seconds(14 * 60)

    private let call: ServiceCall
    private let request: HTTPRequest
    private var current: (token: String, until: ContinuousClock.Instant)?

    init(_ call: ServiceCall, _ configuration: SkipTraceConfiguration) {
        self.call = call
        var request = HTTPRequest.json(
            configuration.login("https://login-api.idicore.com") + "/apiclient",
            ["glba": .string(configuration.purpose.glba), "dppa": .string(configuration.purpose.dppa)], headers: [])
        request.credentials = BasicCredentials(user: configuration.key, password: configuration.secret)
        self.request = request
    }

    /// - Parameter refused: A token that was not taken: another one is needed, unless there is one already.
    func token(instead refused: String? = nil) async -> Result<String, Failure> {
        if let current, current.token != refused, current.until > .now { return .success(current.token) }
        switch await call.send(request) {
        // Nothing is paid for a token.
        case .outcome(.retry(let reason, let after, _)):
            return .failure(Failure(outcome: .retry(reason: reason, after: after, mayHaveBeenBilled: false)))
        case .outcome(let outcome): return .failure(Failure(outcome: outcome))
        case .response(let response):
            guard response.status == 200 else {
                switch call.failure(response) {
                case .retry(let reason, let after, _):
                    return .failure(Failure(outcome: .retry(reason: reason, after: after, mayHaveBeenBilled: false)))
                // The purpose or the client is not accepted: no question would be.
                case .refused:
                    let stop = SkipTraceStop(
                        .credentials, "\(call.service) gives no token (status \(response.status)).", remedy: call.remedy)
                    return .failure(Failure(outcome: .stopped(stop)))
                case let outcome: return .failure(Failure(outcome: outcome))
                }
            }
            let token = String(decoding: response.body, as: UTF8.self).filter { !$0.isWhitespace && $0 != "\"" }
            guard !token.isEmpty, token.utf8.count < 8_192, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                return .failure(
                    Failure(outcome: .retry(reason: "The token of \(call.service) cannot be read.", after: nil, mayHaveBeenBilled: false)))
            }
            current = (token, .now + Self.lifetime)
            return .success(token)
        }
    }
}
