internal import CCSV

/// Walks the records of UTF-8 text that holds whole records, such as a group of ``CSVSplitter``.
///
/// Keeps its buffers from one text to the next, so a record costs no allocation. One reader serves one task at a time.
package final class CSVReader {
    private let grammar: CSVGrammar
    private let isSingleColumn: Bool
    private let usesBlocks: Bool
    private var bounds: UnsafeMutableBufferPointer<Int>
    private var scratch: UnsafeMutableBufferPointer<UInt8>

    package convenience init(format: CSVFormat) { self.init(format: format, usesBlocks: true) }

    /// - Parameter usesBlocks: `false` walks byte by byte only, to compare the two ways with each other.
    init(format: CSVFormat, usesBlocks: Bool) {
        grammar = format.grammar
        isSingleColumn = format.isSingleColumn
        self.usesBlocks = usesBlocks && grammar.allowsBlocks
        bounds = .allocate(capacity: 512)
        scratch = .allocate(capacity: 4096)
    }

    deinit {
        bounds.deallocate()
        scratch.deallocate()
    }

    /// Calls `onRecord` for every record of `text`, in order. Blank lines are records only in a single-column file.
    ///
    /// Text that ends inside quotes ends the record there. `onRecord` must not use this reader.
    package func read(_ text: UnsafeBufferPointer<UInt8>, _ onRecord: (CSVRecord) throws -> Void) rethrows {
        guard let base = text.baseAddress else { return }
        let grammar = grammar
        let end = text.count
        var position = 0
        var state = CSVGrammar.State.recordStart
        // A field behind a lead-in does not begin with its quote: no slice of the text is its value.
        let fresh = Progress(needsRewrite: !grammar.leadIn.isEmpty)
        var record = fresh
        bounds[0] = -1

        while position < end {
            if usesBlocks && position + CSVBlock.size <= end {
                let block = CSVBlock(base + position, grammar, after: state)
                if block.isExact && block.textAfterQuote == 0 && ccsv_equal_mask(base + position, Byte.nul) == 0 {
                    reserveBounds(record.count + CSVBlock.size + 1)
                    let bounds = bounds.baseAddress!
                    record.needsRewrite = record.needsRewrite || block.doubledQuotes != 0
                    var marks = block.delimiters | block.lineEnds
                    while marks != 0 {
                        let index = marks.trailingZeroBitCount
                        marks &= marks &- 1
                        record.count &+= 1
                        bounds[record.count] = position &+ index
                        if block.lineEnds &>> UInt64(truncatingIfNeeded: index) & 1 != 0 {
                            try endRecord(record, base, onRecord)
                            record = Progress(needsRewrite: block.doubledQuotes != 0)
                        }
                    }
                    state = block.stateAfter
                    position += CSVBlock.size
                    continue
                }
            }
            let until = min(end, position + CSVBlock.size)
            while position < until {
                let byte = base[position]
                let next = grammar.next(state, byte)
                switch next {
                case .fieldStart, .recordStart:
                    record.count += 1
                    reserveBounds(record.count + 1)
                    bounds[record.count] = position
                    if next == .recordStart {
                        try endRecord(record, base, onRecord)
                        record = fresh
                    }
                case .unquoted where state.isAfterQuote:
                    record.faults.insert(.textAfterClosingQuote)
                    record.needsRewrite = true
                case .quoted where state.isAfterQuote || state.isAfterBackslash,
                    .quotedLines where state.isAfterQuote || state.isAfterBackslash:
                    record.needsRewrite = true
                default:
                    break
                }
                if byte == Byte.nul {
                    record.faults.insert(.nulBytesDropped)
                    record.needsRewrite = true
                }
                state = next
                position += 1
            }
        }
        if state != .recordStart {
            record.count += 1
            reserveBounds(record.count + 1)
            bounds[record.count] = end
            if state.isInsideQuotes { record.needsRewrite = true }
            try endRecord(record, base, onRecord)
        }
    }

    /// What is known of the record that is being read; its `count` bounds are written.
    private struct Progress {
        var count = 0
        var faults: CSVRecord.Faults = []
        var needsRewrite: Bool
    }

    @inline(__always)
    private func endRecord(_ record: Progress, _ text: UnsafePointer<UInt8>, _ onRecord: (CSVRecord) throws -> Void) rethrows {
        let start = bounds[0] + 1
        let end = bounds[record.count]
        let isBlank = start == end && record.count == 1
        let isRestOfCRLF = isBlank && start > 0 && end >= start && text[start - 1] == Byte.carriageReturn && text[end] == Byte.lineFeed
        if !isBlank || (isSingleColumn && !isRestOfCRLF) {
            if record.needsRewrite { reserveScratch(end - start) }
            try onRecord(
                CSVRecord(
                    text: text, bounds: bounds.baseAddress!, scratch: record.needsRewrite ? scratch.baseAddress! : nil,
                    grammar: grammar, count: record.count, faults: record.faults))
        }
        bounds[0] = end
    }

    @inline(__always)
    private func reserveBounds(_ count: Int) {
        if count > bounds.count { growBounds(count) }
    }

    @inline(never)
    private func growBounds(_ count: Int) {
        let larger = UnsafeMutableBufferPointer<Int>.allocate(capacity: count * 2)
        larger.baseAddress!.update(from: bounds.baseAddress!, count: bounds.count)
        bounds.deallocate()
        bounds = larger
    }

    private func reserveScratch(_ count: Int) {
        guard count > scratch.count else { return }
        scratch.deallocate()
        scratch = .allocate(capacity: count * 2)
    }
}
