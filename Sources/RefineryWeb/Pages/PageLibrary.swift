internal import CDashboard
internal import Digest
internal import Mustache
internal import NIOCore
internal import RefineryModel

/// Text in a page: no mark of HTML gets through, whatever combines with it, and nothing that acts instead of being shown.
///
/// The library's own type compares characters, so that a quote with a combining mark behind it passes; this one looks at each scalar.
struct SafeText: MustacheContentType {
    static let name = "SAFE"

    func escapeText(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in Self.shown(text).unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;".unicodeScalars
            case "<": escaped += "&lt;".unicodeScalars
            case ">": escaped += "&gt;".unicodeScalars
            case "\"": escaped += "&#34;".unicodeScalars
            case "'": escaped += "&#39;".unicodeScalars
            case "`": escaped += "&#96;".unicodeScalars
            case "=": escaped += "&#61;".unicodeScalars
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }

    /// With control characters and marks of direction made visible, but for line breaks and tabs.
    private static func shown(_ text: String) -> String {
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0).visible }.joined(separator: "\t")
        }.joined(separator: "\n")
    }
}

/// The files of `dashboard/`: templates, and what pages load.
enum PageLibrary {
    /// Something that a page loads.
    struct Asset: Sendable {
        let bytes: ByteBuffer
        let type: String
        /// Of its bytes: an address with another one is another file.
        let version: String
    }

    static let assets: [String: Asset] = Dictionary(
        files.filter { $0.name.hasPrefix("assets/") }.map { file in
            let name = String(file.name.dropFirst("assets/".count))
            let hasher = SHA256Hasher()
            file.bytes.withUnsafeBytes { hasher.update($0) }
            let version = hasher.finish().prefix(6).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            return (name, Asset(bytes: ByteBuffer(bytes: file.bytes), type: type(of: name), version: version))
        }, uniquingKeysWith: { first, _ in first })

    /// Sources of all templates by their names.
    static let sources: [String: String] = Dictionary(
        files.filter { $0.name.hasPrefix("templates/") && $0.name.hasSuffix(suffix) }.map { file in
            (String(file.name.dropFirst("templates/".count).dropLast(suffix.count)), String(decoding: file.bytes, as: UTF8.self))
        }, uniquingKeysWith: { first, _ in first })

    private static let suffix = ".mustache"

    private static let library: MustacheLibrary = {
        MustacheContentTypes.register(SafeText(), named: SafeText.name)
        // A template that cannot be read is a defect of the build: a test reads them all.
        return MustacheLibrary(templates: sources.compactMapValues { try? MustacheTemplate(string: $0) })
    }()

    /// - Throws: ``InternalFault`` for a template that is not there.
    static func render(_ template: String, _ view: View) throws -> String {
        guard let text = library.render(view, withTemplate: template) else { throw InternalFault() }
        return text
    }

    private static let files: [(name: String, bytes: [UInt8])] = {
        var count: Int32 = 0
        guard let first = cdashboard_files(&count) else { return [] }
        return (0..<Int(count)).map { index in
            let file = first[index]
            return (String(cString: file.name), Array(UnsafeBufferPointer(start: file.bytes, count: file.size)))
        }
    }()

    private static func type(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        default: "application/octet-stream"
        }
    }
}

/// What a template shows. What is not there is said to be `false`: a name that is missing would be looked for further out.
typealias View = [String: Any]
