/// The header fields of an answer, kept as they came and read when asked for.
package struct HTTPHeaders: Sendable {
    /// Status line and fields, each line with its end.
    private let block: [UInt8]

    init(block: [UInt8]) {
        self.block = block
    }

    /// The first value of `name` in any case; `nil` when there is none.
    package subscript(_ name: String) -> String? {
        for line in lines where Self.isNamed(line, name) { return Self.value(line) }
        return nil
    }

    /// All fields in the order they came.
    package var all: [HTTPHeader] {
        lines.compactMap { line in
            line.firstIndex(of: UInt8(ascii: ":")).map { HTTPHeader(String(decoding: line[..<$0], as: UTF8.self), Self.value(line)) }
        }
    }

    /// The lines after the status line, without their ends.
    private var lines: some Sequence<ArraySlice<UInt8>> {
        block.split(separator: UInt8(ascii: "\n")).dropFirst().lazy.map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
    }

    private static func isNamed(_ line: ArraySlice<UInt8>, _ name: String) -> Bool {
        let name = name.utf8
        guard line.count > name.count, line[line.startIndex + name.count] == UInt8(ascii: ":") else { return false }
        return zip(line, name).allSatisfy { lowercased($0) == lowercased($1) }
    }

    private static func value(_ line: ArraySlice<UInt8>) -> String {
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        var value = line.drop { $0 != UInt8(ascii: ":") }.dropFirst().drop(while: isBlank)
        while let last = value.last, isBlank(last) { value.removeLast() }
        return String(decoding: value, as: UTF8.self)
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
