/// Texts in one slice of memory.
enum TextList {
    /// Separated by LF, as a record's columns of texts want them.
    /// - Parameters:
    ///   - bytesMax: What one text takes at most.
    ///   - write: Writes one text and returns its length.
    static func joined<Value>(
        _ values: [Value], arena: TextArena, bytesMax: Int, write: (Value, UnsafeMutablePointer<UInt8>) -> Int
    ) -> Bytes {
        arena.write(values.count * (bytesMax + 1)) { out in
            var length = 0
            for value in values {
                if length > 0 {
                    out[length] = UInt8(ascii: "\n")
                    length += 1
                }
                length += write(value, out + length)
            }
            return length
        }
    }

    /// Separated by another text.
    static func joined(_ texts: [Bytes], by separator: StaticString, arena: TextArena) -> Bytes {
        arena.write(texts.reduce(0) { $0 + $1.count + separator.utf8CodeUnitCount }) { out in
            var length = 0
            for (index, text) in texts.enumerated() {
                if index > 0 {
                    for place in 0..<separator.utf8CodeUnitCount { out[length + place] = separator.utf8Start[place] }
                    length += separator.utf8CodeUnitCount
                }
                for byte in text {
                    out[length] = byte
                    length += 1
                }
            }
            return length
        }
    }
}
