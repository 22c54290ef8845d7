internal import Digest
internal import HTTPTypes
internal import Hummingbird
internal import RefineryModel
internal import RefineryOperations

/// What a browser shows of itself: the token of its session, or, before it has one, of its visit; and what each of its forms has to carry.
struct BrowserSession: Sendable {
    /// Holds the token of a session.
    static let cookie = "refinery_session"
    /// Holds a random token of who is not logged in, so that the form of the login page is its own too.
    static let visitCookie = "refinery_visit"

    let token: String

    /// What forms carry: nobody who does not know the token can make it.
    var formToken: String {
        HMACSHA256.code(of: Array("form".utf8), key: Array(token.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Compares every byte, so that the time tells nothing.
    func matches(_ formToken: String?) -> Bool {
        let (own, shown) = (Array(self.formToken.utf8), Array((formToken ?? "").utf8))
        guard own.count == shown.count else { return false }
        return zip(own, shown).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// A token for a visit.
    static func visit() -> BrowserSession {
        var rng = SystemRandomNumberGenerator()
        return BrowserSession(token: (0..<2).map { _ in String(rng.next() as UInt64, radix: 36) }.joined())
    }
}

extension WebRequest {
    /// A cookie that only this server's own pages send, and no script reads.
    func cookie(_ name: String, _ value: String, lifetime: Duration) -> Cookie {
        let prefix = services.settings.pathPrefix
        return Cookie(
            name: name, value: value, maxAge: Int(lifetime.components.seconds), path: prefix.isEmpty ? "/" : prefix,
            secure: services.settings.certificate != nil || request.headers[.forwardedProtocol]?.lowercased() == "https", httpOnly: true,
            sameSite: .strict)
    }
}

extension Request {
    /// Whether a page of another origin sent it, as far as the browser says.
    var isFromElsewhere: Bool {
        if let site = headers[.fetchSite] { return site != "same-origin" && site != "none" }
        guard let origin = headers[.origin] else { return false }
        let host = origin.split(separator: "/", omittingEmptySubsequences: true).last.map(String.init)
        return host != (head.authority ?? headers[HTTPField.Name("Host")!])
    }
}

extension HTTPField.Name {
    static let fetchSite = HTTPField.Name("Sec-Fetch-Site")!
    static let formToken = HTTPField.Name("X-CSRF-Token")!
    static let forwardedProtocol = HTTPField.Name("X-Forwarded-Proto")!
}
