/// One record as ``CSVReader`` sees it: its fields as slices of the text, without a copy.
///
/// Valid only inside the closure it was handed to.
package struct CSVRecord {
    /// Faults that were mended on the way; the record is whole.
    package struct Faults: OptionSet, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The record held NUL bytes, which Postgres text cannot store; they are left out of the fields.
        package static let nulBytesDropped = Faults(rawValue: 1 << 0)
        /// Text followed a closing quote (`"ab"cd`); it was appended to the field.
        package static let textAfterClosingQuote = Faults(rawValue: 1 << 1)
    }

    let text: UnsafePointer<UInt8>
    /// Field i lies between `bounds[i]` and `bounds[i + 1]`, both exclusive.
    let bounds: UnsafePointer<Int>
    /// As long as the record, or `nil` when no field needs a rewritten copy.
    let scratch: UnsafeMutablePointer<UInt8>?
    let grammar: CSVGrammar

    /// Fields in the record, at least 1.
    package let count: Int
    package let faults: Faults

    /// The bytes of the record as they stand in the text, without the line end.
    package var raw: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: text + bounds[0] + 1, count: bounds[count] - bounds[0] - 1)
    }

    /// The bytes of a field as they stand in the text, with its quotes.
    package func raw(of index: Int) -> UnsafeBufferPointer<UInt8> {
        precondition(index >= 0 && index < count, "a field of the record")
        return UnsafeBufferPointer(start: text + bounds[index] + 1, count: bounds[index + 1] - bounds[index] - 1)
    }

    /// The value of a field: without its quotes, doubled quotes made single.
    /// - Precondition: `0 <= index && index < count`.
    package subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
        precondition(index >= 0 && index < count, "a field of the record")
        let start = bounds[index] + 1
        let end = bounds[index + 1]
        if let scratch {
            return rewritten(UnsafeBufferPointer(start: text + start, count: end - start), to: scratch + (start - bounds[0] - 1))
        }
        if start < end && text[start] == grammar.quote {
            return UnsafeBufferPointer(start: text + start + 1, count: end - start - 2)
        }
        return UnsafeBufferPointer(start: text + start, count: end - start)
    }

    /// Whether the field stands in quotes.
    func isQuoted(_ index: Int) -> Bool {
        let (start, end) = (bounds[index] + 1, bounds[index + 1])
        if start == end || text[start] == grammar.quote { return start < end }
        return !grammar.leadIn.isEmpty && leadInCount(of: raw(of: index)) > 0
    }

    /// How many bytes stand before the quote that opens a field.
    private func leadInCount(of field: UnsafeBufferPointer<UInt8>) -> Int {
        var state = CSVGrammar.State.fieldStart
        for (index, byte) in field.enumerated() {
            state = grammar.next(state, byte)
            if state != .leadIn { return state == .quoted ? index : 0 }
        }
        return 0
    }

    /// Copies what a field means to `target`, its own place in the scratch, so that asking twice gives the same answer.
    private func rewritten(_ field: UnsafeBufferPointer<UInt8>, to target: UnsafeMutablePointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        let quote = grammar.quote
        let leadIn = grammar.leadIn.isEmpty ? 0 : leadInCount(of: field)
        var index = 0
        var count = 0
        func put(_ byte: UInt8) {
            if byte == Byte.nul { return }
            target[count] = byte
            count += 1
        }
        // What follows an equals sign is a text of its own, with its quotes.
        if leadIn < field.count, field[leadIn] == quote, !field[..<leadIn].contains(Byte.equals) {
            index = leadIn + 1
            while index < field.count {
                let byte = field[index]
                index += 1
                let next = index < field.count ? field[index] : nil
                if byte == quote {
                    guard next == quote else { break }
                    index += 1
                } else if byte == Byte.backslash, grammar.escapesWithBackslash, let next, next == quote || next == Byte.backslash {
                    put(next)
                    index += 1
                    continue
                }
                put(byte)
            }
            while grammar.leadIn.contains(.blanks), index < field.count, field[index] == Byte.space { index += 1 }
        }
        while index < field.count {
            put(field[index])
            index += 1
        }
        return UnsafeBufferPointer(start: target, count: count)
    }
}
