/// A JSON document that a person wrote: what it says, and where it says it.
package struct JSONDocument: Sendable {
    package let value: JSONValue
    private let bytes: [UInt8]
    private let places: [String: Int]

    /// - Throws: ``JSONSyntaxError`` with the place from which on it is no JSON.
    package init(_ bytes: [UInt8]) throws(JSONSyntaxError) {
        var reader = JSONReader(bytes, recordsPlaces: true)
        guard let value = reader.document() else { throw JSONSyntaxError(place: TextPlace(of: reader.position, in: bytes)) }
        self.value = value
        self.bytes = bytes
        places = reader.places ?? [:]
    }

    /// Where the member with this path (`a.b[0]`) begins; nil where there is none.
    package func place(of path: String) -> TextPlace? { places[path].map { TextPlace(of: $0, in: bytes) } }
}

/// A place in a text, as editors count.
package struct TextPlace: Sendable, Equatable, CustomStringConvertible {
    package let line: Int
    /// In characters, from 1.
    package let column: Int

    package init(line: Int, column: Int) { (self.line, self.column) = (line, column) }

    init(of offset: Int, in bytes: [UInt8]) {
        let before = bytes.prefix(offset)
        line = before.count { $0 == 0x0A } + 1
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        column = String(decoding: before[start...], as: UTF8.self).count + 1
    }

    package var description: String { "line \(line), column \(column)" }
}

/// A text is no JSON.
package struct JSONSyntaxError: Error, Equatable {
    /// From where on.
    package let place: TextPlace

    package init(place: TextPlace) { self.place = place }
}
