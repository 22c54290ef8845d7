/// The text encodings that CSV files come in: six that are read here, and all others that iconv knows.
package struct CSVEncoding: RawRepresentable, Codable, Sendable, Hashable {
    /// How bytes become characters.
    enum Kind: Sendable { case utf8, windows1252, utf16LE, utf16BE, utf32LE, utf32BE, converted }

    /// Its name, in lower case.
    package let rawValue: String
    let kind: Kind
    /// Whether bytes below 0x80 that begin a character are ASCII.
    let isASCIIBased: Bool

    private init(_ name: String, _ kind: Kind, isASCIIBased: Bool) {
        rawValue = name
        self.kind = kind
        self.isASCIIBased = isASCIIBased
    }

    package static let utf8 = CSVEncoding("utf-8", .utf8, isASCIIBased: true)
    package static let windows1252 = CSVEncoding("windows-1252", .windows1252, isASCIIBased: true)
    package static let utf16LE = CSVEncoding("utf-16le", .utf16LE, isASCIIBased: false)
    package static let utf16BE = CSVEncoding("utf-16be", .utf16BE, isASCIIBased: false)
    package static let utf32LE = CSVEncoding("utf-32le", .utf32LE, isASCIIBased: false)
    package static let utf32BE = CSVEncoding("utf-32be", .utf32BE, isASCIIBased: false)

    /// Those that are read here.
    static let own = [utf8, windows1252, utf16LE, utf16BE, utf32LE, utf32BE]

    /// nil when iconv does not know the name either.
    package init?(rawValue name: String) {
        if let own = Self.own.first(where: { $0.rawValue == name }) {
            self = own
        } else if name == name.lowercased(), let converter = Converter(Self.iconvName(of: name)) {
            self.init(name, .converted, isASCIIBased: converter.isASCIIBased)
        } else {
            return nil
        }
    }

    /// Whether every character of Unicode can be written in it.
    var isUnicode: Bool { kind != .windows1252 && kind != .converted }

    /// Bytes in a code unit: 1, 2 or 4.
    package var unitWidth: Int {
        switch kind {
        case .utf8, .windows1252, .converted: 1
        case .utf16LE, .utf16BE: 2
        case .utf32LE, .utf32BE: 4
        }
    }

    /// Reads the code unit at `index` of `bytes`; any unit outside ASCII may come back as `0xFF`, which means nothing in CSV.
    @inline(__always)
    func asciiUnit(_ bytes: UnsafePointer<UInt8>, at index: Int) -> UInt8 {
        switch kind {
        case .utf8, .windows1252, .converted: bytes[index]
        case .utf16LE: bytes[index + 1] == 0 ? bytes[index] : 0xFF
        case .utf16BE: bytes[index] == 0 ? bytes[index + 1] : 0xFF
        case .utf32LE: bytes[index + 1] | bytes[index + 2] | bytes[index + 3] == 0 ? bytes[index] : 0xFF
        case .utf32BE: bytes[index] | bytes[index + 1] | bytes[index + 2] == 0 ? bytes[index + 3] : 0xFF
        }
    }

    /// The converter to UTF-8, for an encoding that is not read here.
    var converter: Converter? { kind == .converted ? Converter(Self.iconvName(of: rawValue)) : nil }

    /// What splits text of this encoding into characters, where a byte that means something to `grammar` may be half of another one
    /// or may be no ASCII at all; nil where every byte can be taken for itself.
    func walker(for grammar: CSVGrammar) -> Converter? {
        guard let converter else { return nil }
        return !isASCIIBased || grammar.meaningful.contains(where: converter.isTrailByte) ? converter : nil
    }
}
