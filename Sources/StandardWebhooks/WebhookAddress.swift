/// Whether a text can be the address of a webhook.
package enum WebhookAddress {
    /// What is wrong with it, as the end of a sentence that begins with the address; nil: nothing.
    /// - Parameter allowsPrivate: Then also http, as within a network.
    package static func problem(with url: String, allowsPrivate: Bool) -> String? {
        guard url.utf8.count <= 2000, url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return "is no address: 2,000 characters at most, percent-encoded"
        }
        guard let scheme = ["https://", "http://"].first(where: { url.lowercased().hasPrefix($0) }), url.hasPrefix(scheme) else {
            return "is no address: it begins with https://"
        }
        let server = url.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != "\\" }
        guard !server.isEmpty, !server.hasPrefix(":") else { return "names no server" }
        guard !server.contains("@") else { return "has a user or password in it" }
        if scheme == "http://", !allowsPrivate { return "is not encrypted: it has to begin with https://" }
        return nil
    }
}
