/// Reads `multipart/form-data` (RFC 7578) as it arrives: what is not yet known to be a delimiter is held back, and no more.
struct FormParser: Sendable {
    struct Part: Sendable, Equatable {
        let name: String?
        /// The last part of what the client says: a file name is never a path.
        let fileName: String?
    }

    enum Piece: Sendable, Equatable {
        /// A part begins.
        case part(Part)
        /// Bytes of the part.
        case bytes([UInt8])
        case partEnd
    }

    private enum Place {
        /// Before the first delimiter.
        case preamble
        /// Behind a delimiter: a line end, or two hyphens at the end of all.
        case delimiter
        case headers
        case body
        case epilogue
    }

    private static let (headersMax, partsMax) = (16 << 10, 100)

    private let delimiter: [UInt8]
    private var place = Place.preamble
    private var held: [UInt8]
    private var parts = 0

    /// - Parameter boundary: 1 to 70 characters.
    init(boundary: String) {
        delimiter = Array("\r\n--\(boundary)".utf8)
        // The first delimiter may stand at the very beginning.
        held = [0x0D, 0x0A]
    }

    /// Whether the last delimiter was there.
    var isAtEnd: Bool { place == .epilogue }

    /// - Throws: ``WebFault/bodyUnreadable(_:)``.
    mutating func take(_ bytes: [UInt8]) throws(WebFault) -> [Piece] {
        if place == .epilogue { return [] }
        held += bytes
        var pieces: [Piece] = []
        while try step(&pieces) {}
        return pieces
    }

    /// One thing more of what is held; false: more has to come first.
    private mutating func step(_ pieces: inout [Piece]) throws(WebFault) -> Bool {
        switch place {
        case .preamble, .body:
            if let at = find(delimiter) {
                if place == .body {
                    if at > 0 { pieces.append(.bytes(Array(held[..<at]))) }
                    pieces.append(.partEnd)
                }
                held.removeFirst(at + delimiter.count)
                place = .delimiter
                return true
            }
            // All but what may be the beginning of a delimiter.
            let safe = held.count - Swift.min(held.count, delimiter.count - 1)
            if safe > 0 {
                if place == .body { pieces.append(.bytes(Array(held[..<safe]))) }
                held.removeFirst(safe)
            }
            return false
        case .delimiter:
            guard held.count >= 2 else { return false }
            if held.starts(with: "--".utf8) {
                held = []
                place = .epilogue
                return false
            }
            guard let end = find([0x0D, 0x0A]) else {
                if held.count > 1024 { throw .bodyUnreadable("a delimiter of the form is not at the end of its line") }
                return false
            }
            guard held[..<end].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else {
                throw .bodyUnreadable("a delimiter of the form is malformed")
            }
            // The line end is also that before an empty line, where a part has no headers.
            held.removeFirst(end)
            place = .headers
            return true
        case .headers:
            guard let end = find([0x0D, 0x0A, 0x0D, 0x0A]) else {
                if held.count > Self.headersMax { throw .bodyUnreadable("the headers of a part are too long") }
                return false
            }
            parts += 1
            if parts > Self.partsMax { throw .bodyUnreadable("the form has too many parts") }
            let lines = String(decoding: held[..<end], as: UTF8.self).split(whereSeparator: \.isNewline)
            let disposition = lines.first { $0.lowercased().hasPrefix("content-disposition:") }.map(String.init) ?? ""
            pieces.append(
                .part(
                    Part(
                        name: Self.parameter("name", of: disposition),
                        fileName: Self.parameter("filename", of: disposition).flatMap(Self.lastPart))))
            held.removeFirst(end + 4)
            place = .body
            return true
        case .epilogue: return false
        }
    }

    private func find(_ wanted: [UInt8]) -> Int? {
        guard held.count >= wanted.count else { return nil }
        return held.withUnsafeBufferPointer { held in
            var start = 0
            while start <= held.count - wanted.count {
                guard let at = held[start...(held.count - wanted.count)].firstIndex(of: wanted[0]) else { return nil }
                if (1..<wanted.count).allSatisfy({ held[at + $0] == wanted[$0] }) { return at }
                start = at + 1
            }
            return nil
        }
    }

    // MARK: - Headers

    /// The boundary of a Content-Type; nil for none that may be one.
    static func boundary(_ contentType: String) -> String? {
        parameter("boundary", of: contentType).flatMap { (1...70).contains($0.utf8.count) ? $0 : nil }
    }

    /// A parameter of a header's value, quoted or not.
    static func parameter(_ name: String, of value: String) -> String? {
        var rest = Substring(value)
        while let semicolon = rest.firstIndex(of: ";") {
            rest = rest[rest.index(after: semicolon)...].drop { $0 == " " || $0 == "\t" }
            guard let equals = rest.firstIndex(of: "=") else { return nil }
            let found = rest[..<equals].lowercased()
            rest = rest[rest.index(after: equals)...]
            var text = ""
            if rest.first == "\"" {
                rest.removeFirst()
                while let character = rest.popFirst(), character != "\"" {
                    text.append(character == "\\" ? rest.popFirst() ?? "\\" : character)
                }
            } else {
                text = String(rest.prefix { $0 != ";" }).trimmingBlanks
            }
            if found == name { return text.isEmpty ? nil : text }
        }
        return nil
    }

    /// What stands behind the last slash or backslash; nil for nothing.
    static func lastPart(_ path: String) -> String? {
        path.split { $0 == "/" || $0 == "\\" }.last.map { String($0.prefix(255)) }
    }
}

extension String {
    fileprivate var trimmingBlanks: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
