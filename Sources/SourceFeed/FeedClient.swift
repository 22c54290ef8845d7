package import HTTPClient
internal import RefineryModel
internal import Secrets

/// Downloads a list page by page, no faster than it may.
package struct FeedClient: Sendable {
    /// What came.
    package struct Totals: Sendable, Equatable {
        package var pages = 0
        package var bytes: Int64 = 0
    }

    private let http: HTTPClient
    private let configuration: FeedConfiguration

    package init(http: HTTPClient, configuration: FeedConfiguration) {
        self.http = http
        self.configuration = configuration
    }

    /// Downloads all pages in order and hands on the bytes of one file: the first page's header, and the rows of all.
    /// - Throws: ``FeedFault``, and what `deliver` throws; nothing is known of the list's rest then.
    package func download(_ deliver: ([UInt8]) throws -> Void) async throws -> Totals {
        var pace = RequestPace(perMinute: configuration.requestsPerMinute, burst: configuration.burst)
        var joiner = PageJoiner()
        var totals = Totals()
        var seen: Set<String> = []
        var next: String? = configuration.endpoint
        let start = ContinuousClock.now
        while let url = next {
            let number = totals.pages + 1
            guard seen.insert(url).inserted else { throw FeedFault.astray(page: totals.pages) }
            let response = try await page(number, url) {
                let wait = pace.take(now: start.duration(to: .now))
                if wait > .zero { try await Task.sleep(for: wait) }
            }
            guard let bytes = joiner.join(response.body) else { throw FeedFault.otherColumns(page: number) }
            try deliver(bytes)
            totals.pages = number
            totals.bytes += Int64(bytes.count)
            next = try NextPage.reference(in: response.headers["Link"]).map { reference throws(FeedFault) in
                guard let following = NextPage.url(reference, from: url) else { throw .astray(page: number) }
                return following
            }
        }
        return totals
    }

    private func page(_ number: Int, _ url: String, pacing: () async throws -> Void) async throws -> HTTPResponse {
        let request = request(url)
        var generator = SystemRandomNumberGenerator()
        for attempt in 1... {
            try await pacing()
            let (reason, retryAfter): (String, Duration?)
            switch await answer(request) {
            case .success(let response):
                switch response.status {
                case 200: return try accepted(response, number, request.target)
                case 401, 403: throw FeedFault.refused(target: request.target, status: response.status)
                case 408, 429, 500...599: (reason, retryAfter) = ("HTTP \(response.status).", response.retryAfter)
                default: throw FeedFault.unexpected(target: request.target, page: number, reason: "HTTP \(response.status).")
                }
            case .failure(let error):
                guard error.isTransient else { throw FeedFault.unavailable(target: request.target, page: number, reason: error.summary) }
                (reason, retryAfter) = (error.summary, nil)
            }
            guard attempt < configuration.attempts else {
                throw FeedFault.unavailable(target: request.target, page: number, reason: reason)
            }
            try await Task.sleep(for: retryAfter ?? configuration.retry.delay(attempt: attempt, using: &generator))
        }
        preconditionFailure("an attempt is the last one")
    }

    private func answer(_ request: HTTPRequest) async -> Result<HTTPResponse, HTTPClientError> {
        do throws(HTTPClientError) { return .success(try await http.send(request)) } catch { return .failure(error) }
    }

    private func request(_ url: String) -> HTTPRequest {
        var request = HTTPRequest(.get, url, headers: [HTTPHeader("Accept", "text/csv")])
        switch configuration.authentication {
        case .none: break
        case .header(let name, let key): request.headers.append(HTTPHeader(name, key.text))
        case .bearer(let key): request.headers.append(HTTPHeader("Authorization", "Bearer \(key.text)"))
        case .basic(let pair):
            let parts = pair.text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            request.credentials = BasicCredentials(user: String(parts[0]), password: parts.count > 1 ? String(parts[1]) : "")
        }
        return request
    }

    private func accepted(_ response: HTTPResponse, _ number: Int, _ target: String) throws(FeedFault) -> HTTPResponse {
        let type = response.headers["Content-Type"]?.lowercased() ?? ""
        if type.contains("json") || type.contains("html") {
            throw .unexpected(target: target, page: number, reason: "it is \(type), not text/csv.")
        }
        return response
    }
}
