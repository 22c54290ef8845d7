internal import HTTPClient
internal import RefineryModel

/// Sends requests to one service and sorts out what went wrong before an answer is looked at.
struct ServiceCall: Sendable {
    /// As people know it.
    let service: String
    let provider: EnrichmentProviderName
    let http: HTTPClient
    let timeout: Duration

    enum Reply: Sendable {
        case response(HTTPResponse)
        case outcome(SkipTraceOutcome)
    }

    init(_ service: String, _ configuration: SkipTraceConfiguration, _ services: SkipTraceServices) {
        self.service = service
        provider = configuration.provider
        http = services.http
        timeout = configuration.timeout
    }

    /// Sends a request once. A server that cannot be reached was not paid; one that does not answer may have been.
    func send(_ request: HTTPRequest) async -> Reply {
        var request = request
        request.timeout = timeout
        request.isSentAtMostOnce = true
        do {
            return .response(try await http.send(request))
        } catch .invalidRequest(let reason) {
            return .outcome(.stopped(SkipTraceStop(.service, "The request cannot be sent: \(reason)", remedy: remedy)))
        } catch {
            return .outcome(.retry(reason: error.summary, after: nil, mayHaveBeenBilled: error.mayHaveBeenSent))
        }
    }

    /// What an answer means that is none of the service's own ways to say something.
    /// - Parameters:
    ///   - retryAfter: How long a refusal for speed lasts; nil: the service does not say.
    func failure(_ response: HTTPResponse, retryAfter: Duration? = nil) -> SkipTraceOutcome {
        let status = response.status
        let after = retryAfter ?? response.retryAfter
        switch status {
        case 401: return .stopped(SkipTraceStop(.credentials, "\(service) refuses the credentials (status 401).", remedy: remedy))
        case 402: return outOfMoney(status)
        case 403:
            return Self.speaksOfMoney(response.body)
                ? outOfMoney(status)
                : .stopped(SkipTraceStop(.credentials, "\(service) refuses the account (status 403).", remedy: remedy))
        case 429: return .throttled(LookupThrottling(.tooFast, retryAfter: after, code: status))
        case 400, 422: return .refused(reason: "\(service) does not take the question (status \(status)).")
        // The server did not wait for the whole request, or says that it is too early.
        case 408, 425: return .retry(reason: "\(service) failed with status \(status).", after: after, mayHaveBeenBilled: false)
        // A service charges for an answer, and this is none; a gateway that says so knows nothing of what was behind it.
        case 500...:
            return .retry(
                reason: "\(service) failed with status \(status).", after: after, mayHaveBeenBilled: ![500, 501, 503].contains(status))
        case 200..<300: return unreadable
        // Services say by it that nobody is known. Where the answer broke off, it is theirs all the same, and the address is right.
        case 404 where Self.brokeOff(response): return unreadable
        default:
            return .stopped(SkipTraceStop(.service, "\(service) does not answer at its address (status \(status)).", remedy: remedy))
        }
    }

    /// Success without an answer in it, such as broken JSON or a proxy's page.
    var unreadable: SkipTraceOutcome {
        .retry(reason: "The answer of \(service) cannot be read.", after: nil, mayHaveBeenBilled: true)
    }

    /// An answer to several questions that has another number of parts, and nothing that says which is whose.
    var unattributable: SkipTraceOutcome {
        .retry(reason: "The answer of \(service) does not say what it answers.", after: nil, mayHaveBeenBilled: true)
    }

    func outOfMoney(_ status: Int) -> SkipTraceOutcome {
        .stopped(
            SkipTraceStop(
                .money, "The account at \(service) has nothing left to spend (status \(status)).",
                remedy: "Buy more there, then resume the account."))
    }

    var remedy: String { "Check key and address of \(service) in the configuration, and that the account is active." }

    private static func brokeOff(_ response: HTTPResponse) -> Bool {
        response.headers["Content-Type"]?.contains("json") == true && !response.body.isEmpty && JSONValue(response.body) == nil
    }

    private static func speaksOfMoney(_ body: [UInt8]) -> Bool {
        let text = String(decoding: body.prefix(2_000), as: UTF8.self).lowercased()
        return ["balance", "credit", "payment", "fund", "quota"].contains { text.contains($0) }
    }
}

extension HTTPRequest {
    /// A request with a JSON body.
    static func json(_ url: String, _ body: JSONValue, headers: [HTTPHeader]) -> HTTPRequest {
        HTTPRequest(
            .post, url,
            headers: headers + [HTTPHeader("Content-Type", "application/json"), HTTPHeader("Accept", "application/json")], body: body.bytes)
    }
}
