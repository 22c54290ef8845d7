/// A number of a registry's file.
package struct RegistryNumber: Sendable, Equatable {
    /// Area code and exchange, six digits.
    package let prefix: Int
    /// The last four digits.
    package let line: Int
    /// Whether a change list takes it out.
    package let isRemoved: Bool

    package init(prefix: Int, line: Int, isRemoved: Bool = false) {
        self.prefix = prefix
        self.line = line
        self.isRemoved = isRemoved
    }

    /// From ten digits; nil where they are no number of the North American plan.
    init?(digits: Int, isRemoved: Bool) {
        guard digits / 1_000_000_000 >= 2, digits / 1_000_000_000 <= 9, digits / 1_000_000 % 10 >= 2 else { return nil }
        self.init(prefix: digits / 10_000, line: digits % 10_000, isRemoved: isRemoved)
    }
}

/// A line of a file that is no number, and why.
package struct RejectedLine: Sendable, Equatable, Codable {
    /// Counted from 1.
    package let line: Int
    package let reason: String
    /// Its beginning.
    package let text: String

    package init(line: Int, reason: String, text: String) {
        self.line = line
        self.reason = reason
        self.text = text
    }
}

/// Reads files of Do Not Call registries piece by piece, however large they are.
///
/// Flat text has a number a line, `AAA,NNNNNNN` or ten digits; XML has `<ac val='AAA'>` (or `<list val='AAA'>`) with `<ph val='NNNNNNN'/>` in it,
/// where leading zeros may be missing. A change list says of each number whether it was added or removed.
package struct RegistryReader {
    /// What a field of a line of a change list is.
    package enum Column: String, Sendable, CaseIterable {
        /// Three digits.
        case area
        /// Seven digits, or ten where there is no area.
        case number
        /// `A` or `D`, or words that mean it.
        case action
        case ignore
    }

    /// Bad lines after which the file is taken for another one.
    package static let rejectsMax = 10_000
    private static let lineBytesMax = 4096
    private static let textBytesMax = 120

    package private(set) var rejects: [RejectedLine] = []
    private let isChange: Bool
    private let columns: [Column]
    private var isXML: Bool?
    private var area: Int?
    private var lines = 0
    /// The beginning of a line or a tag that goes on in the next piece.
    private var rest: [UInt8] = []
    private var units = Units.unknown
    /// Bytes that are not read yet: half a code unit, or too few to tell.
    private var half: [UInt8] = []

    /// How the file writes a character: as a byte, or as two, in UTF-16.
    private enum Units { case unknown, bytes, littleEndian, bigEndian }

    /// - Parameter columns: The fields of a line of a change list.
    package init(isChange: Bool, columns: [Column] = [.area, .number, .action]) {
        self.isChange = isChange
        self.columns = columns
    }

    /// Whether so much of the file is no number that it is another file.
    package var isHopeless: Bool { rejects.count >= Self.rejectsMax }

    /// Reads the next piece.
    package mutating func read(_ bytes: [UInt8], _ onNumber: (RegistryNumber) throws -> Void) rethrows {
        try read(bytes, isLast: false, onNumber)
    }

    /// Reads what is left when nothing more comes.
    package mutating func finish(_ onNumber: (RegistryNumber) throws -> Void) rethrows { try read([], isLast: true, onNumber) }

    private mutating func read(_ bytes: [UInt8], isLast: Bool, _ onNumber: (RegistryNumber) throws -> Void) rethrows {
        let bytes = narrowed(bytes, isLast: isLast)
        let joined = rest.isEmpty ? bytes : rest + bytes
        rest = []
        if isXML == nil {
            let head = joined.drop { $0 <= UInt8(ascii: " ") || $0 >= 0xBB }
            guard let first = head.first else { return }
            isXML = first == UInt8(ascii: "<")
        }
        let end: UInt8 = isXML == true ? UInt8(ascii: ">") : UInt8(ascii: "\n")
        try joined.withUnsafeBufferPointer { buffer in
            var start = 0
            while start < buffer.count {
                var stop = start
                while stop < buffer.count && buffer[stop] != end && stop - start < Self.lineBytesMax { stop += 1 }
                if stop == buffer.count && !isLast { break }
                let piece = UnsafeBufferPointer(rebasing: buffer[start..<stop])
                if isXML == true { try readTag(piece, onNumber) } else { try readLine(piece, onNumber) }
                start = min(buffer.count, stop + 1)
                if isHopeless { return }
            }
            if start < buffer.count { rest = Array(buffer[start...]) }
        }
    }

    /// As bytes; what needs more than one is a question mark, since nothing of a number does.
    private mutating func narrowed(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
        if units == .bytes { return bytes }
        let whole = half + bytes
        if units == .unknown {
            guard whole.count >= 2 || isLast else {
                half = whole
                return []
            }
            switch (whole.first, whole.dropFirst().first) {
            case (0xFF, 0xFE): units = .littleEndian
            case (0xFE, 0xFF): units = .bigEndian
            case (let first?, 0) where first != 0: units = .littleEndian
            case (0, let second?) where second != 0: units = .bigEndian
            default: units = .bytes
            }
            half = []
            if units == .bytes { return whole }
        }
        let count = whole.count / 2
        half = Array(whole[(count * 2)...])
        let high = units == .bigEndian ? 0 : 1
        return (0..<count).compactMap { index in
            let unit = (whole[index * 2 + high], whole[index * 2 + 1 - high])
            // A mark says nothing.
            if unit == (0xFE, 0xFF) { return nil }
            return unit.0 == 0 ? unit.1 : UInt8(ascii: "?")
        }
    }

    // MARK: - Flat text

    private mutating func readLine(_ line: UnsafeBufferPointer<UInt8>, _ onNumber: (RegistryNumber) throws -> Void) rethrows {
        lines += 1
        guard line.contains(where: { $0 > UInt8(ascii: " ") }) else { return }
        if lines == 1 && !line.contains(where: Self.isDigit) { return }  // a header
        guard let number = isChange ? changed(line) : listed(line) else { return }
        try onNumber(number)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") <= 9 }

    private mutating func listed(_ line: UnsafeBufferPointer<UInt8>) -> RegistryNumber? {
        var (digits, count, isOther) = (0, 0, false)
        for byte in line {
            if Self.isDigit(byte) {
                count += 1
                if count <= 11 { digits = digits * 10 + Int(byte - UInt8(ascii: "0")) }
            } else {
                switch byte {
                case UInt8(ascii: ","), UInt8(ascii: "-"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "."), UInt8(ascii: "+"),
                    UInt8(ascii: "\""), UInt8(ascii: "'"), 0xEF, 0xBB, 0xBF, 0...UInt8(ascii: " "):
                    break
                default: isOther = true
                }
            }
        }
        if count == 11 && digits / 10_000_000_000 == 1 { (digits, count) = (digits % 10_000_000_000, 10) }
        guard !isOther, count == 10 else {
            return reject(line, isOther ? "other characters than those of a number" : "\(count) digits instead of 10")
        }
        return RegistryNumber(digits: digits, isRemoved: false) ?? reject(line, "no number of the North American plan")
    }

    private mutating func changed(_ line: UnsafeBufferPointer<UInt8>) -> RegistryNumber? {
        let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
            String(decoding: $0.filter { $0 > UInt8(ascii: " ") && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }, as: UTF8.self)
        }
        // Ten digits in one field take the place of two.
        let isShort = fields.count == columns.count - 1 && columns.contains(.area)
        let columns = isShort ? columns.filter { $0 != .area } : columns
        guard fields.count == columns.count else { return reject(line, "\(fields.count) fields instead of \(columns.count)") }
        var (area, number, action) = ("", "", "")
        for (column, field) in zip(columns, fields) {
            switch column {
            case .area: area = field
            case .number: number = field.filter(\.isNumber)
            case .action: action = field
            case .ignore: break
            }
        }
        let digits = area + number
        guard digits.utf8.count == 10, let value = Int(digits) else { return reject(line, "\(digits.utf8.count) digits instead of 10") }
        guard let isRemoved = Self.isRemoval(action) else { return reject(line, "neither added nor deleted") }
        return RegistryNumber(digits: value, isRemoved: isRemoved) ?? reject(line, "no number of the North American plan")
    }

    /// Nil where the word means neither.
    private static func isRemoval(_ word: some StringProtocol) -> Bool? {
        switch word.lowercased() {
        case "a", "add", "added", "+", "i", "insert": false
        case "d", "del", "delete", "deleted", "-", "r", "remove", "removed": true
        default: nil
        }
    }

    // MARK: - XML

    private mutating func readTag(_ piece: UnsafeBufferPointer<UInt8>, _ onNumber: (RegistryNumber) throws -> Void) rethrows {
        lines += 1
        guard let open = piece.lastIndex(of: UInt8(ascii: "<")) else {
            lines += piece.count { $0 == UInt8(ascii: "\n") } - 1
            return
        }
        // A line is one of the file: tags that stand on one have its number.
        lines += piece[..<open].count { $0 == UInt8(ascii: "\n") } - 1
        if lines == 0 { lines = 1 }
        let text = String(decoding: piece[(open + 1)...], as: UTF8.self)
        lines += text.utf8.count { $0 == UInt8(ascii: "\n") }
        let name = text.prefix { $0.isLetter }
        guard ["list", "ac", "ph"].contains(name) else { return }
        var attributes: [Substring: Substring] = [:]
        for match in text.matches(of: /(\w+)\s*=\s*(?:'([^']*)'|"([^"]*)")/) {
            attributes[match.output.1] = match.output.2 ?? match.output.3
        }
        let value = attributes["val"].flatMap { $0.allSatisfy(\.isASCII) ? Int($0) : nil }
        if name != "ph" {
            if let value, (200...999).contains(value) { area = value }
            return
        }
        guard let area else { return rejectTag(piece, "no area code before it") }
        guard let value, value >= 0, value < 10_000_000 else { return rejectTag(piece, "not seven digits") }
        var isRemoved = false
        if isChange {
            let word = attributes["chg"] ?? attributes["action"] ?? attributes["type"] ?? ""
            guard let read = Self.isRemoval(word) else { return rejectTag(piece, "neither added nor deleted") }
            isRemoved = read
        }
        guard let number = RegistryNumber(digits: area * 10_000_000 + value, isRemoved: isRemoved) else {
            return rejectTag(piece, "no number of the North American plan")
        }
        try onNumber(number)
    }

    private mutating func rejectTag(_ piece: UnsafeBufferPointer<UInt8>, _ reason: String) {
        let _: RegistryNumber? = reject(piece, reason)
    }

    private mutating func reject(_ line: UnsafeBufferPointer<UInt8>, _ reason: String) -> RegistryNumber? {
        let text = String(decoding: line.prefix(Self.textBytesMax), as: UTF8.self)
        rejects.append(RejectedLine(line: max(1, lines), reason: reason, text: String(text.drop { $0.isWhitespace })))
        return nil
    }
}
