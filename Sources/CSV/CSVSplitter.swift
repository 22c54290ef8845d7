/// Splits a file, fed in chunks of any size, into groups of whole records.
///
/// ``offset`` and ``nextRecord`` after each emitted split are a position to resume from: a splitter started there emits the
/// same splits as this one. Memory is bounded by `maxRecordBytes`, another 16 MiB to look for its end, and a slice of a chunk, whatever the file holds.
package struct CSVSplitter {
    /// Chunks are taken in slices of this many bytes, which bounds the buffer.
    private static let sliceBytes = 256 * 1024
    private static let excerptBytes = 200
    /// How far behind `maxRecordBytes` the end of a record is looked for. Within it a record that is closed is one unreadable record,
    /// however many lines it has; a quote that is still open there counts as never closed, so that a stray one costs its own line.
    private static let usualLookBytes = 16 << 20

    private let grammar: CSVGrammar
    private let encoding: CSVEncoding
    private let isSingleColumn: Bool
    private let recordsPerGroup: Int
    private let maxRecordBytes: Int
    private let maxGroupBytes: Int
    private let lookBytes: Int
    private let usesBlocks: Bool
    /// Walks characters where bytes cannot be taken for themselves.
    private let walker: Converter?
    /// Whether the file has no more bytes than the buffer.
    private var isAtEnd = false

    // Positions are offsets in the file; `buffer` holds the bytes from `bufferStart`.
    private var buffer: [UInt8] = []
    private var bufferStart: Int
    private var position: Int
    private var state = CSVGrammar.State.recordStart
    /// A CR ended the last line: an LF that follows belongs to it, so the boundary waits for the next byte.
    private var endedWithCR = false
    private var recordStart: Int
    private var groupStart: Int
    private var groupCount = 0
    private var firstRecord: Int64
    /// The unreadable record that is being skipped to its line end.
    private var skipped: (reason: CSVSplit.Reason, excerpt: String)?
    /// An attempt to close a quote failed here, with every line end on its way quoted. A later attempt that meets one of them
    /// quoted goes the same way and may jump here; without this, a file with a stray quote on every line takes quadratic time.
    private var quotedUntil = (position: 0, state: CSVGrammar.State.quoted)

    /// - Parameters:
    ///   - recordsPerGroup: Records in a group; fewer at the end, before an unreadable record and at `maxGroupBytes`.
    ///   - maxRecordBytes: A longer record (its line end not counted) is unreadable. Defaults to 1 MiB.
    ///   - maxGroupBytes: A group that has reached this many bytes ends with its current record. Defaults to 8 MiB.
    ///   - offset: Where the first chunk lies in the file, in bytes: ``CSVFormat/recordsStart`` or a position to resume from.
    ///   - nextRecord: Number of the first record there.
    package init(
        format: CSVFormat, recordsPerGroup: Int, maxRecordBytes: Int = 1 << 20, maxGroupBytes: Int = 8 << 20, startingAt offset: Int64,
        nextRecord: Int64 = 1
    ) {
        self.init(
            format: format, recordsPerGroup: recordsPerGroup, maxRecordBytes: maxRecordBytes, maxGroupBytes: maxGroupBytes,
            startingAt: offset, nextRecord: nextRecord, usesBlocks: true)
    }

    /// - Parameters:
    ///   - usesBlocks: `false` walks byte by byte only, to compare the two ways with each other.
    ///   - lookBytes: How far behind `maxRecordBytes` the end of a record is looked for.
    init(
        format: CSVFormat, recordsPerGroup: Int, maxRecordBytes: Int, maxGroupBytes: Int, startingAt offset: Int64, nextRecord: Int64,
        usesBlocks: Bool, lookBytes: Int = usualLookBytes
    ) {
        precondition(recordsPerGroup >= 1, "a group holds at least one record")
        precondition(maxRecordBytes >= 1 && maxGroupBytes >= 1, "limits are positive")
        grammar = format.grammar
        encoding = format.encoding
        isSingleColumn = format.isSingleColumn
        self.recordsPerGroup = recordsPerGroup
        self.maxRecordBytes = maxRecordBytes
        self.maxGroupBytes = maxGroupBytes
        self.lookBytes = lookBytes
        walker = encoding.walker(for: grammar)
        self.usesBlocks =
            usesBlocks && encoding.unitWidth == 1 && walker == nil && grammar.allowsBlocks && maxRecordBytes >= CSVBlock.size
        bufferStart = Int(offset)
        position = bufferStart
        recordStart = bufferStart
        groupStart = bufferStart
        firstRecord = nextRecord
    }

    /// Where to resume: the end of the last emitted split, or beyond it by blank lines.
    package var offset: Int64 { Int64(groupStart) }
    /// The number of the first record at ``offset``.
    package var nextRecord: Int64 { firstRecord }

    /// Takes the next bytes of the file, and emits every split that they complete.
    package mutating func consume(_ chunk: UnsafeRawBufferPointer, _ emit: (CSVSplit) throws -> Void) rethrows {
        for start in stride(from: 0, to: chunk.count, by: Self.sliceBytes) {
            buffer.append(contentsOf: chunk[start..<min(start + Self.sliceBytes, chunk.count)])
            try scan(emit)
            forgetScannedBytes()
        }
    }

    /// Ends the file: emits what is left. An incomplete last code unit belongs to no split.
    package mutating func finish(_ emit: (CSVSplit) throws -> Void) rethrows {
        isAtEnd = true
        while true {
            try scan(emit)
            if endedWithCR {
                endedWithCR = false
                try boundary(emit)
            }
            if skipped != nil {
                try emitUnreadable(emit)
            } else if state.isInsideQuotes {
                try giveUpRecord(emit)
                continue
            } else if position - recordStart > maxRecordBytes {
                try beginUnreadable(.tooLong, emit)
                try emitUnreadable(emit)
            } else if recordStart < position {
                groupCount += 1
                try emitGroup(endingAt: position, emit)
            } else if groupCount > 0 {
                try emitGroup(endingAt: position, emit)
            }
            state = .recordStart
            recordStart = position
            groupStart = position
            return
        }
    }

    /// Bytes held back because their record has not ended.
    var bufferedBytes: Int { buffer.count }

    // MARK: - Scanning

    /// Scans to the end of the buffer.
    private mutating func scan(_ emit: (CSVSplit) throws -> Void) rethrows {
        let width = encoding.unitWidth
        // The buffer does not change while it is scanned; taking it out makes that visible to the compiler.
        let bytes = buffer
        try bytes.withUnsafeBufferPointer { bytes in
            guard let first = bytes.baseAddress else { return }
            let end = bufferStart + bytes.count / width * width
            while position < end {
                if skipped != nil && !endedWithCR {
                    guard skipLine(first, end: end) else { return }
                    if !endedWithCR && state == .recordStart { try boundary(emit) }
                    continue
                }
                if usesBlocks && skipped == nil {
                    let before = position
                    scanBlocks(first, end: end)
                    if position != before {
                        if state == .recordStart && !endedWithCR { try boundary(emit) }
                        continue
                    }
                }
                let until = min(end, position + CSVBlock.size)
                while position < until && (skipped == nil || endedWithCR) {
                    guard try step(first, end: end, emit) else { return }
                }
            }
        }
    }

    /// Scans by blocks while that is exact and no limit is near; may move not at all.
    private mutating func scanBlocks(_ bytes: UnsafePointer<UInt8>, end: Int) {
        let grammar = grammar
        var position = position
        var state = state
        var recordStart = recordStart
        var groupStart = groupStart
        var count = groupCount
        var endedWithCR = endedWithCR
        defer {
            self.position = position
            self.state = state
            self.recordStart = recordStart
            self.groupStart = groupStart
            self.groupCount = count
            self.endedWithCR = endedWithCR
        }
        guard position >= quotedUntil.position else { return }
        while position + CSVBlock.size <= end {
            let here = bytes + (position - bufferStart)
            if endedWithCR {
                if count >= recordsPerGroup || position + 1 - groupStart >= maxGroupBytes { return }
                endedWithCR = false
                if here[0] == Byte.lineFeed {
                    position += 1
                    recordStart = position
                    continue
                }
            }
            if count == 0 && state == .recordStart {
                groupStart = position
                if Byte.isLineEnd(here[0]) && !isSingleColumn {
                    position += 1
                    recordStart = position
                    endedWithCR = here[0] == Byte.carriageReturn
                    continue
                }
            }
            let blockEnd = position + CSVBlock.size
            if blockEnd - groupStart >= maxGroupBytes { return }
            let block = CSVBlock(here, grammar, after: state)
            if !block.isExact || block.textAfterQuote != 0 { return }
            let lineEnds = block.lineEnds
            if lineEnds == 0 {
                if blockEnd - recordStart > maxRecordBytes { return }
            } else {
                if position + lineEnds.trailingZeroBitCount - recordStart > maxRecordBytes { return }
                // The LF of a CRLF ends nothing, and neither does any line end right after another one, unless blank lines are data.
                let after =
                    isSingleColumn
                    ? block.lineFeeds & (block.carriageReturns & lineEnds) << 1 : lineEnds << 1 | (state == .recordStart ? 1 : 0)
                var ends = lineEnds & ~after
                let found = ends.nonzeroBitCount
                if count + found >= recordsPerGroup {
                    for _ in count + 1..<recordsPerGroup { ends &= ends - 1 }
                    let last = ends.trailingZeroBitCount
                    position += last + 1
                    recordStart = position
                    state = .recordStart
                    endedWithCR = here[last] == Byte.carriageReturn
                    count = recordsPerGroup
                    return
                }
                count += found
                recordStart = blockEnd - lineEnds.leadingZeroBitCount
            }
            state = block.stateAfter
            endedWithCR = state == .recordStart && block.carriageReturns >> 63 != 0
            position = blockEnd
        }
    }

    /// The code unit, or the character, at ``position``; nil when it is not all there yet.
    @inline(__always)
    private func unit(_ bytes: UnsafePointer<UInt8>, end: Int) -> (byte: UInt8, width: Int)? {
        let index = position - bufferStart
        if let walker { return walker.character(bytes + index, available: end - position, isWhole: isAtEnd) }
        return (encoding.asciiUnit(bytes, at: index), encoding.unitWidth)
    }

    /// Scans one code unit.
    /// - Returns: False when it is not all there yet.
    private mutating func step(_ bytes: UnsafePointer<UInt8>, end: Int, _ emit: (CSVSplit) throws -> Void) rethrows -> Bool {
        guard let (byte, width) = unit(bytes, end: end) else { return false }
        if endedWithCR {
            endedWithCR = false
            if byte == Byte.lineFeed {
                position += width
                recordStart = position
            }
            try boundary(emit)
            return true
        }
        let next = grammar.next(state, byte)
        if next == .recordStart {
            if position - recordStart > maxRecordBytes {
                try beginUnreadable(.tooLong, emit)
            } else if state != .recordStart || isSingleColumn {
                groupCount += 1
            }
            state = next
            position += width
            recordStart = position
            endedWithCR = byte == Byte.carriageReturn
            if !endedWithCR { try boundary(emit) }
            return true
        }
        let isBroken = CSVGrammar.isBrokenQuote(state, next)
        if isBroken || position + width - recordStart > maxRecordBytes + lookBytes {
            try giveUpRecord(isBroken: isBroken, emit)
            return true
        }
        state = next
        position += width
        if next == .quotedLines && position < quotedUntil.position && Byte.isLineEnd(byte) { (position, state) = quotedUntil }
        return true
    }

    // MARK: - Boundaries

    /// At the start of a line outside quotes, with a CRLF fully read.
    private mutating func boundary(_ emit: (CSVSplit) throws -> Void) rethrows {
        if skipped != nil {
            try emitUnreadable(emit)
        } else if groupCount == 0 {
            groupStart = position
        } else if groupCount >= recordsPerGroup || position - groupStart >= maxGroupBytes {
            try emitGroup(endingAt: position, emit)
        }
    }

    private mutating func emitGroup(endingAt end: Int, _ emit: (CSVSplit) throws -> Void) rethrows {
        let group = CSVSplit.group(
            offset: Int64(groupStart), length: end - groupStart, firstRecord: firstRecord, recordCount: groupCount)
        firstRecord += Int64(groupCount)
        groupCount = 0
        groupStart = end
        try emit(group)
    }

    private mutating func emitUnreadable(_ emit: (CSVSplit) throws -> Void) rethrows {
        guard let (reason, excerpt) = skipped else { return }
        let split = CSVSplit.unreadable(
            offset: Int64(groupStart), length: Int64(position - groupStart), record: firstRecord, reason: reason, excerpt: excerpt)
        skipped = nil
        firstRecord += 1
        groupStart = position
        try emit(split)
    }

    // MARK: - Unreadable records

    /// The end of the current record is not found: it is too far away, the file ended inside quotes, or a quote proved `isBroken`.
    private mutating func giveUpRecord(isBroken: Bool = false, _ emit: (CSVSplit) throws -> Void) rethrows {
        let isQuoted = state.isInsideQuotes || isBroken
        try beginUnreadable(isQuoted ? .unclosedQuote : .tooLong, emit)
        if isQuoted {
            if position > quotedUntil.position { quotedUntil = (position, state) }
            position = recordStart
            walker?.reset()
        }
        state = .unquoted
    }

    /// Ends the group before the current record, which is unreadable.
    private mutating func beginUnreadable(_ reason: CSVSplit.Reason, _ emit: (CSVSplit) throws -> Void) rethrows {
        if groupCount > 0 { try emitGroup(endingAt: recordStart, emit) }
        groupStart = recordStart
        skipped = (reason, excerpt())
    }

    /// Moves to the end of the line that is being skipped, or to the end of the buffer.
    /// - Returns: False when a character is not all there yet.
    private mutating func skipLine(_ bytes: UnsafePointer<UInt8>, end: Int) -> Bool {
        while position < end {
            guard let (byte, width) = unit(bytes, end: end) else { return false }
            position += width
            if grammar.endsLine(byte) {
                state = .recordStart
                recordStart = position
                endedWithCR = byte == Byte.carriageReturn
                return true
            }
        }
        return true
    }

    private func excerpt() -> String {
        let start = recordStart - bufferStart
        let head = buffer[start..<min(start + Self.excerptBytes, buffer.count)]
        let text = head.withUnsafeBufferPointer { encoding.string($0) }
        return String(text.prefix { !$0.isNewline }.filter { $0 != "\0" })
    }

    // MARK: - Buffer

    /// Drops the bytes before the current record, which is all that a retreat can reach; now and then, so that tiny chunks stay cheap.
    private mutating func forgetScannedBytes() {
        let keep = skipped == nil ? recordStart : position
        let count = keep - bufferStart
        if count == buffer.count {
            buffer.removeAll(keepingCapacity: true)
        } else if count > buffer.count / 2 {
            buffer.removeSubrange(..<count)
        } else {
            return
        }
        bufferStart = keep
    }
}
