/// Which page follows, as a server says it: `Link: <…>; rel="next"` (RFC 8288).
enum NextPage {
    /// The target of the link; nil: this was the last page.
    static func reference(in header: String?) -> String? {
        guard let header else { return nil }
        for link in header.matches(of: /<([^>]*)>((?:\s*;\s*[^,;]+)*)/) {
            let relations = link.output.2.matches(of: /rel\s*=\s*"?([^";]+)"?/).flatMap { $0.output.1.lowercased().split(separator: " ") }
            if relations.contains("next") { return String(link.output.1) }
        }
        return nil
    }

    /// The address that a reference on a page leads to; nil where it leads to another server, which must not get the key.
    static func url(_ reference: String, from page: String) -> String? {
        guard let scheme = page.range(of: #/^https?:\/\/[^\/?#]+/#) else { return nil }
        let origin = page[scheme]
        if reference.firstMatch(of: /^[A-Za-z][A-Za-z0-9+.-]*:/) != nil {
            guard let other = reference.range(of: #/^https?:\/\/[^\/?#]+/#) else { return nil }
            return reference[other].lowercased() == origin.lowercased() ? reference : nil
        }
        if reference.hasPrefix("//") { return nil }
        if reference.hasPrefix("/") { return origin + reference }
        let path = page[scheme.upperBound...].prefix { $0 != "?" && $0 != "#" }
        if reference.hasPrefix("?") { return origin + (path.isEmpty ? "/" : path) + reference }
        return origin + (path.lastIndex(of: "/").map { path[...$0] } ?? "/") + reference
    }
}

extension String {
    /// Where the pattern matches first.
    fileprivate func range(of pattern: some RegexComponent) -> Range<String.Index>? { firstMatch(of: pattern)?.range }
}
