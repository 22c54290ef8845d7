@testable import SampleFiles

/// Reads a generated file with none of the product's code and none of the generator's, and counts what it finds.
struct SampleReading {
    let rows: [[String]]
    private(set) var counts = SampleCounts()
    /// For each duplicate, how many rows it stands behind the row it repeats first.
    private(set) var duplicateDistances: [Int] = []

    init(_ bytes: [UInt8]) {
        rows = Array(Self.parse(bytes).dropFirst())
        counts.rows = rows.count
        var firstRows: [String: Int] = [:]
        for (index, row) in rows.enumerated() {
            if let reason = Self.rejection(row) {
                counts.rejectsByReason[reason, default: 0] += 1
                continue
            }
            let phone = Self.phone(area: row[8], number: row[9])
            let fingerprint = row[2].lowercased() + "|" + (phone ?? "")
            if let first = firstRows[fingerprint] {
                counts.duplicates += 1
                duplicateDistances.append(index - first)
            } else {
                firstRows[fingerprint] = index
                if phone == nil { counts.badPhones += 1 }
            }
        }
    }

    private static func rejection(_ row: [String]) -> SampleReject? {
        if row.count < 15 { return .tooFewFields }
        if row.count > 15 { return .tooManyFields }
        if row[0].allSatisfy({ $0 == " " }) { return .missingBusinessName }
        if row[2].isEmpty { return nil }
        let parts = row[2].split(separator: "@", omittingEmptySubsequences: false)
        let wellFormed = parts.count == 2 && parts[1].contains(".") && !parts[1].contains("..")
        return wellFormed ? nil : .malformedEmail
    }

    /// The ten digits, or `nil` where they are no valid number.
    private static func phone(area: String, number: String) -> String? {
        if number.contains("E+") { return nil }
        let beforeExtension = number.lowercased().prefix { $0 != "x" && $0 != "e" }
        var digits = beforeExtension.filter(\.isNumber)
        if digits.count == 7 { digits = area + digits }
        if digits.count == 11, digits.hasPrefix("1") { digits.removeFirst() }
        guard digits.count == 10, SamplePlace.all.contains(where: { digits.hasPrefix("\($0.area)") }) else { return nil }
        let exchange = digits.dropFirst(3)
        return exchange.first! >= "2" ? digits : nil
    }

    /// RFC 4180, character by character.
    private static func parse(_ bytes: [UInt8]) -> [[String]] {
        var rows: [[String]] = [], row: [String] = [], field: [UInt8] = []
        var quoted = false, afterQuote = false
        for byte in bytes {
            if quoted {
                if byte == UInt8(ascii: "\"") { (quoted, afterQuote) = (false, true) } else { field.append(byte) }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""):
                if afterQuote { field.append(byte) }
                quoted = true
            case UInt8(ascii: ","), UInt8(ascii: "\n"):
                row.append(String(decoding: field, as: UTF8.self))
                field = []
                if byte == UInt8(ascii: "\n") {
                    rows.append(row)
                    row = []
                }
            default: field.append(byte)
            }
            afterQuote = false
        }
        return rows
    }
}
