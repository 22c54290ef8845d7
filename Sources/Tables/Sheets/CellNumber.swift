#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What a number of a spreadsheet is to people: a number, or a day, or digits that are counted.
enum CellKind: Equatable {
    case number
    case date
    case time
    case dateTime
    /// Zeros and what stands between them, as `00000-0000`: leading zeros belong to it.
    case digits([UInt8])

    /// What a format of Excel makes of a number.
    init(formatCode code: String) {
        let lower = code.lowercased()
        if lower.hasPrefix("general") || lower == "standard" || lower == "@" || lower.isEmpty {
            self = .number
            return
        }
        if let mask = Self.mask(code) {
            self = .digits(mask)
            return
        }
        var (hasDay, hasMonth, hasTime, hasElapsed) = (false, false, false, false)
        var characters = Array(code)[...]
        scan: while let character = characters.popFirst() {
            switch character {
            case ";": break scan
            case "\"": while let next = characters.popFirst(), next != "\"" {}
            case "\\", "_", "*": characters = characters.dropFirst()
            case "[":
                let inside = characters.prefix { $0 != "]" }
                characters = characters.dropFirst(inside.count + 1)
                if ["h", "hh", "m", "mm", "s", "ss"].contains(String(inside).lowercased()) { (hasTime, hasElapsed) = (true, true) }
            case "y", "Y", "d", "D": hasDay = true
            case "h", "H", "s", "S": hasTime = true
            case "m", "M": hasMonth = true
            case "0", "#", "?": if !hasDay && !hasTime && !hasMonth { break scan }
            default: break
            }
        }
        let hasDate = hasDay || (hasMonth && !hasTime)
        self = hasDate ? (hasTime && !hasElapsed ? .dateTime : .date) : hasTime ? .time : .number
    }

    /// What the formats are that every workbook has without saying so.
    init(formatID id: Int) {
        switch id {
        case 14...17, 27...31, 36, 50...54, 57, 58: self = .date
        case 22: self = .dateTime
        case 18...21, 32...35, 45...47, 55, 56: self = .time
        default: self = .number
        }
    }

    /// `00000\-0000` without its escapes; nil where a format is more than zeros and signs between them.
    private static func mask(_ code: String) -> [UInt8]? {
        var mask: [UInt8] = []
        var isQuoted = false
        var isEscaped = false
        for byte in code.utf8 {
            switch byte {
            case UInt8(ascii: "\"") where !isEscaped: isQuoted.toggle()
            case UInt8(ascii: "\\") where !isEscaped && !isQuoted:
                isEscaped = true
                continue
            case UInt8(ascii: "0") where !isQuoted && !isEscaped: mask.append(byte)
            case UInt8(ascii: "-"), UInt8(ascii: " "), UInt8(ascii: "("), UInt8(ascii: ")"): mask.append(byte)
            default: return nil
            }
            isEscaped = false
        }
        return mask.count { $0 == UInt8(ascii: "0") } >= 2 ? mask : nil
    }
}

/// Numbers of spreadsheets as texts.
enum CellNumber {
    /// Appends what a person would see of a number, never as `4.155550123E9`.
    /// - Parameters:
    ///   - text: As the file has it.
    ///   - has1904: Whether days are counted from 1904.
    static func append(_ text: UnsafeBufferPointer<UInt8>, as kind: CellKind, has1904: Bool, to bytes: inout [UInt8]) {
        if kind == .number, text.count <= 15, text.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
            bytes.append(contentsOf: text)
            return
        }
        guard let number = value(of: text) else {
            bytes.append(contentsOf: text)
            return
        }
        append(number, as: kind, has1904: has1904, to: &bytes)
    }

    static func append(_ number: Double, as kind: CellKind, has1904: Bool, to bytes: inout [UInt8]) {
        switch kind {
        case .number: append(number, to: &bytes)
        case .digits(let mask): append(number, mask, to: &bytes)
        case .date, .time, .dateTime:
            if !CellDate.append(number, as: kind, has1904: has1904, to: &bytes) { append(number, to: &bytes) }
        }
    }

    /// nil for what is no number.
    static func value(of text: UnsafeBufferPointer<UInt8>) -> Double? {
        guard text.count < 64, !text.isEmpty else { return nil }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 65) { buffer -> Double? in
            for (index, byte) in text.enumerated() { buffer[index] = CChar(bitPattern: byte) }
            buffer[text.count] = 0
            var end: UnsafeMutablePointer<CChar>?
            let number = strtod(buffer.baseAddress!, &end)
            return end == buffer.baseAddress! + text.count && number.isFinite ? number : nil
        }
    }

    /// With the fifteen digits that a spreadsheet shows, and without an exponent unless it is a very large or small one.
    static func append(_ number: Double, to bytes: inout [UInt8]) {
        if number == number.rounded(), abs(number) < 1e15 {
            append(integer: Int64(number), to: &bytes)
            return
        }
        let size = abs(number)
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 96) { buffer in
            var length: Int32
            if size >= 1e15 && size < 1e40 {
                length = withVaList([number]) { vsnprintf(buffer.baseAddress!, 96, "%.0f", $0) }
                // Digits behind the fifteenth are none of the number's.
                let sign = number < 0 ? 1 : 0
                for index in (sign + 15)..<max(sign + 15, Int(length)) { buffer[index] = 0x30 }
            } else if size < 1e15 && size >= 1e-15 {
                let before = max(0, Int(log10(size).rounded(.down)) + 1)
                length = withVaList([Int32(max(0, size < 1 ? 15 : 15 - before)), number]) { vsnprintf(buffer.baseAddress!, 96, "%.*f", $0) }
                while length > 1 && buffer[Int(length) - 1] == 0x30 { length -= 1 }
                if buffer[Int(length) - 1] == 0x2E { length -= 1 }
            } else {
                length = withVaList([number]) { vsnprintf(buffer.baseAddress!, 96, "%.15g", $0) }
            }
            for index in 0..<Int(length) { bytes.append(UInt8(bitPattern: buffer[index])) }
        }
    }

    static func append(integer: Int64, padding: Int = 0, to bytes: inout [UInt8]) {
        var rest = integer.magnitude
        let start = bytes.count
        repeat {
            bytes.append(0x30 + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        while bytes.count - start < padding { bytes.append(0x30) }
        if integer < 0 { bytes.append(UInt8(ascii: "-")) }
        bytes[start...].reverse()
    }

    /// Digits into the zeros of a mask, from the right; what is more than its zeros stands in front.
    private static func append(_ number: Double, _ mask: [UInt8], to bytes: inout [UInt8]) {
        guard number >= 0, number == number.rounded(), number < 1e15 else { return append(number, to: &bytes) }
        var rest = Int64(number)
        var text: [UInt8] = []
        let first = mask.firstIndex(of: 0x30) ?? 0
        for (index, byte) in mask.enumerated().reversed() {
            if byte != 0x30 {
                text.append(byte)
                continue
            }
            repeat {
                text.append(0x30 + UInt8(rest % 10))
                rest /= 10
            } while index == first && rest > 0
        }
        bytes.append(contentsOf: text.reversed())
    }
}

/// Days as spreadsheets count them.
enum CellDate {
    /// Appends a day as `2024-03-05`, a time as `14:30:00`, or both.
    /// - Returns: False, and nothing is appended, for a number that is no day.
    static func append(_ serial: Double, as kind: CellKind, has1904: Bool, to bytes: inout [UInt8]) -> Bool {
        guard serial >= 0, serial < 2_958_466 else { return false }
        let total = Int64((serial * 86_400).rounded())
        let (days, seconds) = (total / 86_400, total % 86_400)
        if kind == .time && days == 0 || kind == .time && serial < 1 {
            append(seconds: total, to: &bytes)
            return true
        }
        if kind == .time {
            // More than a day is how long something took, or a moment of which only the time is shown.
            append(seconds: days < 366 ? total : seconds, to: &bytes)
            return true
        }
        // In the count from 1900 there is a 29th of February that never was.
        if !has1904 && days == 60 {
            bytes.append(contentsOf: Array("1900-02-29".utf8))
        } else {
            append(day: days + (has1904 ? 1462 : days < 60 ? 1 : 0) - 25_569, to: &bytes)
        }
        if kind == .dateTime {
            bytes.append(0x20)
            append(seconds: seconds, to: &bytes)
        }
        return true
    }

    private static func append(seconds: Int64, to bytes: inout [UInt8]) {
        CellNumber.append(integer: seconds / 3600, padding: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        CellNumber.append(integer: seconds / 60 % 60, padding: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        CellNumber.append(integer: seconds % 60, padding: 2, to: &bytes)
    }

    /// - Parameter day: Since 1970. Howard Hinnant's way to year, month and day.
    private static func append(day: Int64, to bytes: inout [UInt8]) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        CellNumber.append(integer: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), padding: 4, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        CellNumber.append(integer: month, padding: 2, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        CellNumber.append(integer: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, padding: 2, to: &bytes)
    }
}
