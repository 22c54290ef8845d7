import Foundation

/// What curl got over HTTP/1.1.
package struct CurlAnswer: Sendable {
    package let status: Int
    /// By their names in lower case, trailers too.
    package let headers: [String: String]
    package let body: String

    package var object: [String: PrintedJSON] { (try? JSONDecoder().decode([String: PrintedJSON].self, from: Data(body.utf8))) ?? [:] }
    package var items: [PrintedJSON] { if case .array(let items)? = object["items"] { items } else { [] } }

    /// curl got none.
    package struct Missing: Error {
        package let errors: String
    }

    /// Asks with curl.
    /// - Parameters:
    ///   - token: A key; nil: none.
    ///   - arguments: As curl takes them.
    /// - Throws: ``Missing``.
    package static func ask(_ url: String, token: String?, _ arguments: [String] = []) async throws -> CurlAnswer {
        let more = token.map { ["-H", "Authorization: Bearer \($0)"] } ?? []
        let outcome = try await RefineryBinary(path: "/usr/bin/curl").run(
            ["-sS", "-i", "--http1.1", "--max-time", "60"] + more + arguments + [url])
        var text = Substring(outcome.output)
        // What says that the body may come is no answer.
        while text.hasPrefix("HTTP/1.1 100") { text = text[(text.firstRange(of: "\r\n\r\n")?.upperBound ?? text.endIndex)...] }
        guard let end = text.firstRange(of: "\r\n\r\n") else { throw Missing(errors: outcome.errors) }
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        let status = Int(lines[0].split(separator: " ")[1]) ?? 0
        var headers = Self.fields(lines.dropFirst())
        var body = text[end.upperBound...]
        // curl prints trailers behind the body.
        if let first = headers["trailer"]?.split(separator: ",").first, let start = body.ranges(of: "\(first): ").last?.lowerBound {
            headers.merge(Self.fields(body[start...].split(separator: "\r\n"))) { first, _ in first }
            body = body[..<start]
        }
        return CurlAnswer(status: status, headers: headers, body: String(body))
    }

    private static func fields(_ lines: some Sequence<Substring>) -> [String: String] {
        let fields = lines.map { line in
            let sides = line.split(separator: ":", maxSplits: 1)
            return (sides[0].lowercased(), sides.count > 1 ? sides[1].trimmingCharacters(in: .whitespaces) : "")
        }
        return Dictionary(fields) { first, _ in first }
    }
}
