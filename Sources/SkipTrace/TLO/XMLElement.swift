/// An element of an XML document: as much of XML 1.0 as SOAP answers are written in, read strictly.
///
/// Attributes are passed over, prefixes of names go. A document type, and so every entity beyond the five, is refused: nothing in an
/// answer makes the reader fetch or grow anything.
struct XMLElement: Equatable {
    let name: String
    /// The character data of this element alone.
    var text = ""
    var children: [XMLElement] = []

    init(name: String) { self.name = name }

    /// Reads a whole document; nil for what is none, or is nested deeper than 100.
    init?(_ bytes: [UInt8]) {
        var reader = XMLReader(bytes)
        guard let root = reader.document() else { return nil }
        self = root
    }

    /// The first child of that name; an empty element where there is none, so that paths can be followed.
    subscript(_ name: String) -> XMLElement { children.first { $0.name == name } ?? XMLElement(name: name) }

    /// The children of that name: one or many make no difference.
    func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

    /// The elements of that name at any depth, outermost first.
    func descendants(_ name: String) -> [XMLElement] {
        children.flatMap { $0.name == name ? [$0] : $0.descendants(name) }
    }

    /// The text without blanks at its ends; nil when there is none.
    var value: String? {
        let trimmed = text.drop(while: \.isWhitespace)
        guard let last = trimmed.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        return String(trimmed[...last])
    }
}

/// A cursor over the bytes of a document.
private struct XMLReader {
    private static let depthMax = 100
    private static let entities = ["lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'"]

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes }

    mutating func document() -> XMLElement? {
        guard skipMisc(), let root = element(depth: 0), skipMisc() else { return nil }
        return position == bytes.count ? root : nil
    }

    /// Declarations, comments and blanks outside of the root.
    private mutating func skipMisc() -> Bool {
        while true {
            skipBlanks()
            if starts("<?") {
                guard skip(past: "?>") else { return false }
            } else if starts("<!--") {
                guard skip(past: "-->") else { return false }
            } else {
                return true
            }
        }
    }

    private mutating func element(depth: Int) -> XMLElement? {
        guard depth < Self.depthMax, take("<"), let name = self.name() else { return nil }
        var element = XMLElement(name: String(name.split(separator: ":").last ?? ""))
        guard let isEmpty = skipAttributes() else { return nil }
        if isEmpty { return element }
        while position < bytes.count {
            if take("</") {
                guard self.name() == name else { return nil }
                skipBlanks()
                return take(">") ? element : nil
            } else if take("<![CDATA[") {
                let start = position
                guard skip(past: "]]>") else { return nil }
                element.text += String(decoding: bytes[start..<position - 3], as: UTF8.self)
            } else if starts("<!--") {
                guard skip(past: "-->") else { return nil }
            } else if starts("<?") {
                guard skip(past: "?>") else { return nil }
            } else if starts("<") {
                guard let child = self.element(depth: depth + 1) else { return nil }
                element.children.append(child)
            } else {
                guard let text = characters() else { return nil }
                element.text += text
            }
        }
        return nil
    }

    /// - Returns: Whether the element is empty by its own tag; nil when the tag is none.
    private mutating func skipAttributes() -> Bool? {
        while true {
            skipBlanks()
            if take("/>") { return true }
            if take(">") { return false }
            guard name() != nil else { return nil }
            skipBlanks()
            guard take("=") else { return nil }
            skipBlanks()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'") else { return nil }
            let quote = bytes[position]
            guard let end = bytes[(position + 1)...].firstIndex(of: quote) else { return nil }
            position = end + 1
        }
    }

    private mutating func name() -> String? {
        let start = position
        while position < bytes.count, Self.isNamePart(bytes[position]) { position += 1 }
        return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"), 0x80...:
            true
        default: false
        }
    }

    private mutating func characters() -> String? {
        var text: [UInt8] = []
        while position < bytes.count, bytes[position] != UInt8(ascii: "<") {
            guard bytes[position] == UInt8(ascii: "&") else {
                text.append(bytes[position])
                position += 1
                continue
            }
            guard let end = bytes[position...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else { return nil }
            let entity = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
            guard let plain = Self.entities[entity] ?? Self.numbered(entity) else { return nil }
            text += Array(plain.utf8)
            position = end + 1
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func numbered(_ entity: String) -> String? {
        guard entity.hasPrefix("#") else { return nil }
        let code = entity.hasPrefix("#x") ? UInt32(entity.dropFirst(2), radix: 16) : UInt32(entity.dropFirst())
        return code.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }.map { String(Character($0)) }
    }

    private func starts(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes.count - position >= $0.count && bytes[position..<position + $0.count].elementsEqual($0) }
    }

    private mutating func take(_ text: StaticString) -> Bool {
        guard starts(text) else { return false }
        position += text.utf8CodeUnitCount
        return true
    }

    private mutating func skip(past text: StaticString) -> Bool {
        while position < bytes.count {
            if take(text) { return true }
            position += 1
        }
        return false
    }

    private mutating func skipBlanks() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }
}
