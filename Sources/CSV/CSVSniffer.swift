/// Finds out how a file is written from its first bytes.
package enum CSVSniffer {
    /// Records in a preview, at most, when nobody asks for more.
    package static let previewRecords = 25

    /// The encoding of a whole text, and the length of its byte order mark.
    package static func encoding(of text: [UInt8]) throws(CSVError) -> (encoding: CSVEncoding, markLength: Int) {
        let verdict = try EncodingSniffer.detect(text, isWholeFile: true)
        return (verdict.encoding, verdict.markLength)
    }

    /// Detects the format of a file and reads its first records.
    ///
    /// Order: byte order mark, known binary formats, UTF-16/32 by their NULs, valid UTF-8, else the old encoding that makes the likeliest
    /// text; then a `sep=;` line, else the delimiter and the quotes that make the best table.
    /// - Parameters:
    ///   - prefix: The start of the file: 64 KiB are plenty.
    ///   - further: More of the file, from its start, where `prefix` is ASCII and tells nothing of the encoding.
    ///   - isWholeFile: Whether `prefix` is all of it; if not, a last record that may be cut is left out.
    ///   - delimiter: Use this delimiter instead of detecting one.
    ///   - encoding: Use this encoding instead of detecting one.
    ///   - skippedLines: Lines at the top that are no part of the table.
    ///   - limit: Records in the preview, at most.
    ///   - isCanonical: Whether it is written as ``CSVWriter`` writes: then nothing about it is found out.
    package static func preview(
        _ prefix: [UInt8], further: [UInt8]? = nil, isWholeFile: Bool, delimiter: UInt8? = nil, encoding: CSVEncoding? = nil,
        skippedLines: Int = 0, limit: Int = previewRecords, isCanonical: Bool = false
    ) throws(CSVError) -> CSVPreview {
        if prefix.isEmpty { throw .empty }
        let evidence = further ?? prefix
        var format = CSVFormat()
        var rival: CSVEncoding?
        if let encoding = isCanonical ? .utf8 : encoding {
            (format.encoding, format.byteOrderMarkLength) = EncodingSniffer.marked(prefix, as: encoding)
        } else {
            let verdict = try EncodingSniffer.detect(evidence, isWholeFile: isWholeFile)
            (format.encoding, format.byteOrderMarkLength, rival) = (verdict.encoding, verdict.markLength, verdict.rival)
        }
        if prefix.count == format.byteOrderMarkLength { throw .empty }

        let start = prefix.withUnsafeBufferPointer {
            LineCounter.end(ofLines: skippedLines, from: format.byteOrderMarkLength, of: $0, format.encoding)
        }
        guard let start, start < prefix.count else { throw .tooFewLines(skipped: skippedLines) }
        var text: [UInt8] = []
        _ = prefix.withUnsafeBufferPointer {
            format.encoding.decode(UnsafeBufferPointer(rebasing: $0[start...]), into: &text)
        }
        if !isCanonical, let kind = FileKind.detectMarkup(text) { throw .notText(kind) }
        if format.encoding.isUnicode {
            let evidence = format.encoding == .utf8 ? evidence : text
            let whole = isWholeFile ? evidence.count : (evidence.lastIndex(of: Byte.lineFeed) ?? 0)
            format.isEncodedTwice = evidence.withUnsafeBufferPointer {
                DoubleEncoding.isLikely(in: UnsafeBufferPointer(rebasing: $0[..<whole]))
            }
        }

        let hint = isCanonical ? nil : SeparatorHint(text)
        text.removeFirst(hint?.length ?? 0)
        format.recordsStart = start + (hint?.length ?? 0) * format.encoding.unitWidth
        if !isCanonical {
            DelimiterSniffer.complete(&format, for: text, isWholeFile: isWholeFile, delimiter: delimiter ?? hint?.delimiter)
            format.keepsLineFeeds = LineFeedHint.areData(in: text, format, isWholeFile: isWholeFile)
        }

        var records = firstRecords(of: prefix, format, isWholeFile: isWholeFile, limit: limit)
        // A quote that stays open over the whole prefix hides every record: read on behind its line, as the splitter will.
        if records.isEmpty && !isWholeFile { records = firstRecords(of: prefix, format, isWholeFile: true, limit: limit).dropLast() }
        if records.isEmpty { throw failure(prefix, format, isWholeFile: isWholeFile) }
        let doubt = rival.map { CSVPreview.EncodingDoubt(rival: $0, cells: foreignCells(of: evidence, format)) }
        return CSVPreview(format: format, records: records, encodingDoubt: doubt)
    }
}
