/// The part of a URL that says which server: `https://host:port`, without user, path and query.
struct URLTarget: CustomStringConvertible {
    let scheme: Substring
    /// Host and, where the URL has one, port.
    let server: Substring

    /// Anything that is no URL has an empty scheme and server.
    init(_ url: String) {
        guard let colon = url.firstIndex(of: ":"), url[colon...].hasPrefix("://") else {
            (scheme, server) = ("", "")
            return
        }
        scheme = url[..<colon]
        let rest = url[url.index(colon, offsetBy: 3)...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != "\\" }
        server = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
    }

    var isSecure: Bool { scheme.lowercased() == "https" }

    var description: String { scheme.isEmpty ? "(no server)" : "\(scheme)://\(server)" }
}
