/// The text encodings that CSV files come in.
package enum CSVEncoding: String, Codable, Sendable, CaseIterable {
    case utf8 = "utf-8"
    case windows1252 = "windows-1252"
    case utf16LE = "utf-16le"
    case utf16BE = "utf-16be"
    case utf32LE = "utf-32le"
    case utf32BE = "utf-32be"

    /// Bytes in a code unit: 1, 2 or 4.
    package var unitWidth: Int {
        switch self {
        case .utf8, .windows1252: 1
        case .utf16LE, .utf16BE: 2
        case .utf32LE, .utf32BE: 4
        }
    }

    /// Reads the code unit at `index` of `bytes`; any unit outside ASCII may come back as `0xFF`, which means nothing in CSV.
    @inline(__always)
    func asciiUnit(_ bytes: UnsafePointer<UInt8>, at index: Int) -> UInt8 {
        switch self {
        case .utf8, .windows1252: bytes[index]
        case .utf16LE: bytes[index + 1] == 0 ? bytes[index] : 0xFF
        case .utf16BE: bytes[index] == 0 ? bytes[index + 1] : 0xFF
        case .utf32LE: bytes[index + 1] | bytes[index + 2] | bytes[index + 3] == 0 ? bytes[index] : 0xFF
        case .utf32BE: bytes[index] | bytes[index + 1] | bytes[index + 2] == 0 ? bytes[index + 3] : 0xFF
        }
    }
}

extension CSVEncoding {
    /// The encoding that people call `name`, in any case. Latin 1 is read as Windows-1252, which has all of its letters.
    package init?(named name: String) {
        switch name.lowercased() {
        case "utf8": self = .utf8
        case "latin1", "latin-1", "iso-8859-1", "cp1252": self = .windows1252
        case let name: self.init(rawValue: name)
        }
    }
}
