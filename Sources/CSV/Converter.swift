internal import CCSV

/// iconv's way from one encoding to UTF-8. One converter serves one task at a time: between two calls nothing is kept that matters.
final class Converter: @unchecked Sendable {
    private let handle: UnsafeMutableRawPointer
    private let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 16 * 1024)

    /// - Parameter encoding: As iconv calls it; nil when it does not know the name.
    init?(_ encoding: String) {
        // An empty name would mean the locale's, and a slash asks for something else than a name.
        guard !encoding.isEmpty, encoding.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }),
            let handle = ccsv_converter_open(encoding)
        else { return nil }
        self.handle = handle
    }

    deinit {
        ccsv_converter_close(handle)
        room.deallocate()
    }

    /// Appends the text of `raw` to `output` as UTF-8.
    /// - Returns: How many bytes began no character and became U+FFFD.
    func decode(_ raw: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) -> Int {
        ccsv_converter_reset(handle)
        var input = raw.baseAddress
        var left = raw.count
        var replaced = 0
        while left > 0 {
            let end = write(&output) { ccsv_convert(handle, &input, &left, $0, $1) }
            if end == ccsv_invalid || end == ccsv_incomplete {
                output.append(contentsOf: [0xEF, 0xBF, 0xBD])
                replaced += 1
                input? += 1
                left -= 1
            }
        }
        _ = write(&output) { ccsv_convert(handle, nil, nil, $0, $1) }
        return replaced
    }

    private func write(
        _ output: inout [UInt8],
        _ convert: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>, UnsafeMutablePointer<Int>) -> ccsv_conversion
    ) -> ccsv_conversion {
        var target = room.baseAddress
        var free = room.count
        let end = convert(&target, &free)
        output.append(contentsOf: room[..<(room.count - free)])
        return end
    }

    /// The character at the start of `bytes`: its ASCII code, or 0xFF for any other, and how many bytes it takes.
    ///
    /// A byte that begins no character counts as one by itself, as in ``decode(_:into:)``.
    /// - Parameter isWhole: Whether nothing follows the bytes that are there; else a character that may be cut is nil.
    func character(_ bytes: UnsafePointer<UInt8>, available: Int, isWhole: Bool) -> (byte: UInt8, width: Int)? {
        for length in 1...min(available, 8) {
            var input: UnsafePointer<UInt8>? = bytes
            var left = length
            var target = room.baseAddress
            var free = 8
            let end = ccsv_convert(handle, &input, &left, &target, &free)
            if end == ccsv_invalid { return (0xFF, 1) }
            let width = length - left
            if width > 0 { return (free == 7 && room[0] < 0x80 ? room[0] : 0xFF, width) }
        }
        return isWhole || available >= 8 ? (0xFF, 1) : nil
    }

    /// Forgets shifts, as at the start of a text.
    func reset() { ccsv_converter_reset(handle) }

    /// Whether text of ASCII alone is the same in this encoding, and no shift changes what its bytes mean.
    var isASCIIBased: Bool {
        let ascii = Array<UInt8>(0..<0x80)
        var output: [UInt8] = []
        let replaced = ascii.withUnsafeBufferPointer { decode($0, into: &output) }
        return replaced == 0 && output == ascii
    }

    /// Whether `byte` may be the second byte of a character.
    func isTrailByte(_ byte: UInt8) -> Bool {
        (0x80...0xFF).contains { (lead: UInt8) in
            reset()
            var input: UnsafePointer<UInt8>?
            var left = 2
            var target = room.baseAddress
            var free = room.count
            return [lead, byte].withUnsafeBufferPointer { pair in
                input = pair.baseAddress
                let end = ccsv_convert(handle, &input, &left, &target, &free)
                if end == ccsv_invalid { return false }
                // Two bytes that are two characters end with the ASCII one.
                let written = room.count - free
                return end == ccsv_incomplete || written == 0 || room[written - 1] != byte
            }
        }
    }
}
