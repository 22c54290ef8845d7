extension CSVEncoding {
    /// Appends the text of `raw` to `output` as UTF-8.
    ///
    /// ASCII stays what and where it was, so decoding never changes what a record or a field is.
    /// - Returns: How many invalid sequences became U+FFFD, an incomplete last code unit among them.
    @discardableResult
    package func decode(_ raw: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) -> Int {
        output.reserveCapacity(output.count + raw.count)
        return switch kind {
        case .utf8: Self.repairUTF8(raw, into: &output)
        case .windows1252: Self.decodeWindows1252(raw, into: &output)
        case .utf16LE: Self.decodeUTF16(raw, lowByte: 0, into: &output)
        case .utf16BE: Self.decodeUTF16(raw, lowByte: 1, into: &output)
        case .utf32LE: Self.decodeUTF32(raw, isLittleEndian: true, into: &output)
        case .utf32BE: Self.decodeUTF32(raw, isLittleEndian: false, into: &output)
        case .converted: converter?.decode(raw, into: &output) ?? 0
        }
    }

    /// The text of `raw` as a string; invalid sequences become U+FFFD.
    package func string(_ raw: UnsafeBufferPointer<UInt8>) -> String {
        var bytes: [UInt8] = []
        decode(raw, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let replacement: UInt32 = 0xFFFD

    /// Windows-1252 from 0x80 to 0x9F; the five bytes it leaves undefined are U+FFFD.
    static let windows1252Specials: [UInt32] = [
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
        0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
    ]

    private static func decodeWindows1252(_ raw: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) -> Int {
        var replaced = 0
        for byte in raw {
            switch byte {
            case 0..<0x80: output.append(byte)
            case 0x80..<0xA0:
                let scalar = windows1252Specials[Int(byte) - 0x80]
                if scalar == replacement { replaced += 1 }
                append(scalar, to: &output)
            default: append(UInt32(byte), to: &output)
            }
        }
        return replaced
    }

    private static func repairUTF8(_ raw: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) -> Int {
        var rest = raw
        var replaced = 0
        while true {
            let valid = UTF8Validation.validPrefix(rest)
            output.append(contentsOf: rest[..<valid])
            if valid == rest.count { return replaced }
            append(replacement, to: &output)
            replaced += 1
            rest = UnsafeBufferPointer(rebasing: rest[(valid + 1)...])
        }
    }

    private static func decodeUTF16(_ raw: UnsafeBufferPointer<UInt8>, lowByte: Int, into output: inout [UInt8]) -> Int {
        let units = raw.count / 2
        func unit(_ index: Int) -> UInt32 { UInt32(raw[index * 2 + lowByte]) | UInt32(raw[index * 2 + 1 - lowByte]) << 8 }
        var replaced = raw.count % 2
        var index = 0
        while index < units {
            let first = unit(index)
            index += 1
            guard (0xD800..<0xE000).contains(first) else {
                append(first, to: &output)
                continue
            }
            if first < 0xDC00, index < units, (0xDC00..<0xE000).contains(unit(index)) {
                append(0x10000 + (first - 0xD800) << 10 + (unit(index) - 0xDC00), to: &output)
                index += 1
            } else {
                append(replacement, to: &output)
                replaced += 1
            }
        }
        if raw.count % 2 != 0 { append(replacement, to: &output) }
        return replaced
    }

    private static func decodeUTF32(_ raw: UnsafeBufferPointer<UInt8>, isLittleEndian: Bool, into output: inout [UInt8]) -> Int {
        var replaced = raw.count % 4 == 0 ? 0 : 1
        for start in stride(from: 0, to: raw.count - 3, by: 4) {
            var scalar: UInt32 = 0
            for byte in 0..<4 { scalar |= UInt32(raw[start + byte]) << UInt32(8 * (isLittleEndian ? byte : 3 - byte)) }
            if Unicode.Scalar(scalar) == nil {
                scalar = replacement
                replaced += 1
            }
            append(scalar, to: &output)
        }
        if raw.count % 4 != 0 { append(replacement, to: &output) }
        return replaced
    }

    @inline(__always)
    static func append(_ scalar: UInt32, to output: inout [UInt8]) {
        switch scalar {
        case 0..<0x80:
            output.append(UInt8(scalar))
        case 0x80..<0x800:
            output.append(0xC0 | UInt8(scalar >> 6))
            output.append(continuation(scalar))
        case 0x800..<0x10000:
            output.append(0xE0 | UInt8(scalar >> 12))
            output.append(continuation(scalar >> 6))
            output.append(continuation(scalar))
        default:
            output.append(0xF0 | UInt8(scalar >> 18))
            output.append(continuation(scalar >> 12))
            output.append(continuation(scalar >> 6))
            output.append(continuation(scalar))
        }
    }

    @inline(__always)
    private static func continuation(_ bits: UInt32) -> UInt8 { 0x80 | UInt8(bits & 0x3F) }
}
