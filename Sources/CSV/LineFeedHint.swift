/// Finds out whether cells have line breaks without quotes, as a database writes them: then rows end in CRLF and cells hold bare line feeds.
struct LineFeedHint {
    /// How many of the other records have so many cells.
    private var widths: [Int: Int] = [:]
    /// Cells of each record that holds a line feed outside quotes.
    private var broken: [Int] = []
    private var isFirstBroken = false

    /// Whether line feeds are part of cells: all records with one are then as wide as the others, and the first record has none.
    /// - Parameter text: The beginning of a file, decoded.
    static func areData(in text: [UInt8], _ format: CSVFormat, isWholeFile: Bool) -> Bool {
        guard hasBoth(text) else { return false }
        var kept = format
        kept.keepsLineFeeds = true
        let hint = LineFeedHint(text, kept, isWholeFile: isWholeFile)
        guard let usual = hint.widths.max(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key, usual > 1 else { return false }
        let records = hint.widths.values.reduce(0, +)
        return !hint.broken.isEmpty && !hint.isFirstBroken && records > 1 && hint.broken.count <= records
            && hint.broken.allSatisfy { $0 == usual }
    }

    private init(_ text: [UInt8], _ format: CSVFormat, isWholeFile: Bool) {
        var records: [(count: Int, isBroken: Bool)] = []
        text.withUnsafeBufferPointer { text in
            CSVReader(format: format).read(text) { record in
                let isBroken = (0..<record.count).contains { !record.isQuoted($0) && record.raw(of: $0).contains(Byte.lineFeed) }
                records.append((record.count, isBroken))
            }
        }
        if !isWholeFile { records = records.dropLast() }
        isFirstBroken = records.first?.isBroken == true
        for record in records {
            if record.isBroken { broken.append(record.count) } else { widths[record.count, default: 0] += 1 }
        }
    }

    /// Whether the text has CRLF, and line feeds without a CR.
    private static func hasBoth(_ text: [UInt8]) -> Bool {
        var (pairs, bare) = (false, false)
        for (index, byte) in text.enumerated() where byte == Byte.lineFeed {
            if index > 0, text[index - 1] == Byte.carriageReturn { pairs = true } else { bare = true }
            if pairs && bare { return true }
        }
        return false
    }
}
