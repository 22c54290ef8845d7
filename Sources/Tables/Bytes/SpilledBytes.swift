/// Bytes that are appended and read again at any place: in memory as long as they are few, else in a temporary file without a name, of
/// which the blocks that were used last are in memory.
final class SpilledBytes {
    private static let blockBytes = 1 << 16

    // One thread alone reads: checks of every access to these would take a tenth of the time.
    @exclusivity(unchecked) private(set) var count = 0
    private let slots: Int
    private let memory: UnsafeMutableRawPointer
    /// The block that each slot has.
    @exclusivity(unchecked) private var blocks: [Int]
    @exclusivity(unchecked) private var file: TemporaryFile?
    /// Bytes that the file has: all but some of the last block. A write a text took a quarter of the time of a large workbook.
    @exclusivity(unchecked) private var written = 0

    /// - Parameter memory: Bytes that stay in memory, at most.
    init(memory: Int) {
        slots = max(2, memory / Self.blockBytes)
        self.memory = .allocate(byteCount: slots * Self.blockBytes, alignment: 16)
        blocks = Array(repeating: -1, count: slots)
    }

    deinit { memory.deallocate() }

    func append(_ bytes: UnsafeRawBufferPointer) throws(TableError) {
        var rest = bytes
        while !rest.isEmpty {
            let (block, offset) = (count / Self.blockBytes, count % Self.blockBytes)
            let slot = block % slots
            if offset == 0 {
                if blocks[slot] >= 0 && file == nil { try spill() }
                blocks[slot] = block
            } else if blocks[slot] != block {
                // A reader of an older block took its place.
                try load(block, upTo: offset)
            }
            let length = min(rest.count, Self.blockBytes - offset)
            (memory + slot * Self.blockBytes + offset).copyMemory(from: rest.baseAddress!, byteCount: length)
            count += length
            rest = UnsafeRawBufferPointer(rebasing: rest[length...])
            if count % Self.blockBytes == 0 { try writeRest() }
        }
    }

    /// Calls `body` with the bytes of a range, in one piece or several.
    @inline(__always)
    func read(_ range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Void) throws(TableError) {
        var start = range.lowerBound
        while start < range.upperBound {
            let (block, offset) = (start / Self.blockBytes, start % Self.blockBytes)
            let slot = block % slots
            if blocks[slot] != block { try load(block, upTo: min(Self.blockBytes, count - block * Self.blockBytes)) }
            let length = min(range.upperBound - start, Self.blockBytes - offset)
            body(UnsafeRawBufferPointer(start: memory + slot * Self.blockBytes + offset, count: length))
            start += length
        }
    }

    /// All blocks are in memory, and there is no room for one more.
    private func spill() throws(TableError) {
        let file = try TemporaryFile()
        self.file = file
        for (slot, block) in blocks.enumerated() where block >= 0 {
            let length = min(Self.blockBytes, count - block * Self.blockBytes)
            try file.write(UnsafeRawBufferPointer(start: memory + slot * Self.blockBytes, count: length), at: block * Self.blockBytes)
        }
        written = count
    }

    /// Writes what the last block has that the file has not, where there is a file.
    private func writeRest() throws(TableError) {
        guard let file, written < count else { return }
        let slot = (written / Self.blockBytes) % slots
        try file.write(
            UnsafeRawBufferPointer(start: memory + slot * Self.blockBytes + written % Self.blockBytes, count: count - written), at: written)
        written = count
    }

    private func load(_ block: Int, upTo length: Int) throws(TableError) {
        let slot = block % slots
        if blocks[slot] == written / Self.blockBytes { try writeRest() }
        let target = UnsafeMutableRawBufferPointer(start: memory + slot * Self.blockBytes, count: length)
        guard let file, try file.bytes.read(at: Int64(block * Self.blockBytes), into: target) == length else {
            throw .noRoom(reason: "a temporary file was cut")
        }
        blocks[slot] = block
    }
}
