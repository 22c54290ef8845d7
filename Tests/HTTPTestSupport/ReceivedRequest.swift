/// A request as the server read it.
package struct ReceivedRequest: Sendable {
    package let method: String
    /// Path and query, or for a proxy the whole URL, as sent.
    package let target: String
    /// Lower-case names.
    package let headers: [String: String]
    package let body: [UInt8]
    /// Request line and headers, as sent.
    package let head: String

    init(head: String, body: [UInt8]) {
        let lines = head.split(separator: "\r\n")
        let words = lines[0].split(separator: " ")
        self.head = head
        self.body = body
        method = String(words[0])
        target = words.count > 1 ? String(words[1]) : ""
        headers = Self.headers(lines)
    }

    static func headers(_ lines: [Substring]) -> [String: String] {
        let pairs = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (parts[0].lowercased(), parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
        }
        return Dictionary(pairs, uniquingKeysWith: { "\($0), \($1)" })
    }
}
