internal import Foundation

/// Who may ask, by HTTP Basic.
package struct Credentials: Equatable, Sendable {
    /// The only account, or `nil` for any that looks like one (`AC…`).
    package var accountSID: String?
    /// Its token, or `nil` for any that is not empty.
    package var authToken: String?
    /// An API key of the account (`SK…`), or `nil` for any that looks like one.
    package var apiKey: String?
    /// The key's secret, or `nil` for any that is not empty.
    package var apiSecret: String?

    package init(accountSID: String? = nil, authToken: String? = nil, apiKey: String? = nil, apiSecret: String? = nil) {
        self.accountSID = accountSID
        self.authToken = authToken
        self.apiKey = apiKey
        self.apiSecret = apiSecret
    }

    /// The account that an `Authorization` header proves: limits and the ledger count by it.
    ///
    /// A key belongs to the one account when there is one, else it counts for itself: its account stands nowhere in a lookup.
    /// - Returns: `nil` when the credentials are wrong.
    func account(authorization header: String?) -> String? {
        guard let header, header.prefix(6).lowercased() == "basic ", let data = Data(base64Encoded: String(header.dropFirst(6))) else {
            return nil
        }
        let pair = String(decoding: data, as: UTF8.self)
        guard let colon = pair.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let (name, secret) = (String(pair[..<colon]), pair[pair.index(after: colon)...])
        if name.hasPrefix("AC") {
            let isKnown = accountSID.map { $0 == name } ?? true
            return isKnown && Self.matches(secret, authToken) ? name : nil
        }
        guard name.hasPrefix("SK"), apiKey.map({ $0 == name }) ?? true, Self.matches(secret, apiSecret) else { return nil }
        return accountSID ?? name
    }

    private static func matches(_ secret: Substring, _ wanted: String?) -> Bool { wanted.map { $0 == secret } ?? !secret.isEmpty }
}
