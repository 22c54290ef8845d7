import RefineryModel

/// Websites in one canonical form: the host in lower case, then the path and query if there are any.
///
/// Dropped are the scheme, the user, the ports 80 and 443, a final dot, any `www.`, a path that is only `/`, and the fragment:
/// `HTTP://www.Acme.com:80/` and `acme.com` are the same site. A path keeps its case. A cell with several sites gives the first and
/// the note `several_values`. E-mail addresses, IP addresses and schemes other than http and https are malformed.
package enum WebsiteNormalizer {
    package static func normalize(_ cell: Bytes, arena: TextArena) -> Normalized<Bytes> {
        let text = TextNormalizer.normalize(cell, arena: arena).withoutTextMark().trimmed()
        if EmptyToken.matches(text, .any) { return .empty }
        if let site = canonical(text, arena: arena) { return .value(site) }
        return search(text, arena: arena)
    }

    package static let maxBytes = 2048

    /// Reads a list of sites; every part must be one.
    private static func search(_ text: Bytes, arena: TextArena) -> Normalized<Bytes> {
        var found: Bytes?
        var parts = 0
        var index = 0
        while index < text.count {
            var end = index
            while end < text.count, !isSeparator(text[end]) { end += 1 }
            let part = text.slice(index..<end)
            index = end + 1
            if part.isEmpty || EmptyToken.matches(part, .any) { continue }
            guard let site = canonical(part, arena: arena) else { return .malformed(.websiteMalformed) }
            parts += 1
            if found == nil { found = site }
        }
        guard let found else { return .malformed(.websiteMalformed) }
        return .value(found, note: parts > 1 ? .severalValues : nil)
    }

    @inline(__always)
    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "|")
    }

    private static func canonical(_ text: Bytes, arena: TextArena) -> Bytes? {
        guard text.count <= maxBytes, text.first(of: 0x20) == nil else { return nil }
        var rest = text
        var hasScheme = false
        while true {
            if rest.starts(with: "http://") {
                rest = rest.dropping(first: 7)
            } else if rest.starts(with: "https://") {
                rest = rest.dropping(first: 8)
            } else if !hasScheme, rest.starts(with: "//") {
                rest = rest.dropping(first: 2)
            } else {
                break
            }
            hasScheme = true
        }
        var hostEnd = 0
        while hostEnd < rest.count, !endsAuthority(rest[hostEnd]) { hostEnd += 1 }
        var tail = rest.dropping(first: hostEnd)
        if let fragment = tail.first(of: UInt8(ascii: "#")) { tail = tail.slice(0..<fragment) }
        if tail.count == 1, tail[0] == UInt8(ascii: "/") || tail[0] == UInt8(ascii: "?") { tail = tail.slice(0..<0) }
        guard let host = host(of: rest.slice(0..<hostEnd), hasScheme: hasScheme) else { return nil }
        return joined(host, tail, arena: arena)
    }

    @inline(__always)
    private static func endsAuthority(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }

    /// The host and, where it is not a usual one, the port of an authority.
    private static func host(of authority: Bytes, hasScheme: Bool) -> (name: Bytes, port: Bytes)? {
        var name = authority
        if let at = name.first(of: UInt8(ascii: "@")) {
            guard hasScheme else { return nil }
            name = name.dropping(first: at + 1)
        }
        var port = name.slice(0..<0)
        if let colon = name.first(of: UInt8(ascii: ":")) {
            let digits = name.dropping(first: colon + 1)
            port = name.dropping(first: colon)
            name = name.slice(0..<colon)
            guard digits.isEmpty || digits.isDigits && digits.count <= 5 else { return nil }
            if digits.isEmpty || digits.isPort(80) || digits.isPort(443) { port = name.slice(0..<0) }
        }
        while name.last == UInt8(ascii: ".") { name = name.dropping(last: 1) }
        while name.starts(with: "www."), name.dropping(first: 4).first(of: UInt8(ascii: ".")) != nil { name = name.dropping(first: 4) }
        guard HostName.isValid(name, allowsUnderscore: true), name.isASCII || HostName.hasOnlyWords(name) else { return nil }
        return (name, port)
    }

    private static func joined(_ host: (name: Bytes, port: Bytes), _ tail: Bytes, arena: TextArena) -> Bytes {
        let isPlain = host.port.isEmpty && tail.isEmpty && !host.name.contains(where: \.isUpper)
        if isPlain { return host.name }
        let total = host.name.count + host.port.count + tail.count
        return arena.write(total) { out in
            var length = 0
            for byte in host.name {
                out[length] = byte.lowercasedASCII
                length += 1
            }
            for part in [host.port, tail] {
                for byte in part {
                    out[length] = byte
                    length += 1
                }
            }
            return length
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func isPort(_ number: Int) -> Bool {
        var value = 0
        for byte in self { value = value * 10 + Int(byte & 0x0F) }
        return value == number
    }
}
