#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
package import RefineryModel

/// Writes records in PostgreSQL's binary COPY format, in the order of ``RecordColumn``.
///
/// The rows stand in one block of memory that is used again batch after batch: refining allocates nothing per row.
/// Format: PostgreSQL documentation, COPY, "Binary Format": 16-bit field count, then for each field a 32-bit length
/// (−1 for NULL) and its bytes, all big-endian.
package struct RecordEncoder: ~Copyable {
    /// Where one encoded row stands.
    package struct Slot: Sendable, Equatable {
        package let offset: Int
        package let length: Int
    }

    private var memory: UnsafeMutableRawPointer
    private var capacity: Int
    private var count = 0

    package init(capacity: Int = 1 << 20) {
        self.capacity = capacity
        memory = .allocate(byteCount: capacity, alignment: 8)
    }

    deinit { memory.deallocate() }

    /// Forgets all rows, keeps the memory.
    package mutating func removeAll() { count = 0 }

    /// The bytes of all rows; slots are ranges in it. Valid until the next change.
    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory, count: count) }

    /// What a row has in a column of text; nil for none.
    package func text(_ column: RecordColumn, in slot: Slot) -> String? {
        guard let place = Self.columns.firstIndex(where: { $0.column == column }) else { return nil }
        var offset = slot.offset + MemoryLayout<Int16>.size
        func length() -> Int { Int(Int32(bigEndian: memory.loadUnaligned(fromByteOffset: offset, as: Int32.self))) }
        for _ in 0..<place + 4 { offset += 4 + max(0, length()) }
        guard length() >= 0 else { return nil }
        return String(decoding: UnsafeRawBufferPointer(start: memory + offset + 4, count: length()), as: UTF8.self)
    }

    /// Appends one row.
    package mutating func append(
        id: RecordID, importID: ImportID, fingerprint: Fingerprint, _ draft: RecordDraft
    ) -> Slot {
        let start = count
        let listBytes = Self.lists.reduce(0) { $0 + draft[$1].count }
        reserve(draft.textBytes + listBytes * Self.listOverhead + Self.fixedBytes)
        put(Self.columnCount)
        put(Int32(8))
        put(id.rawValue)
        withUnsafeBytes(of: importID.rawValue.uuid) { $0.withMemoryRebound(to: UInt8.self) { put(text: $0) } }
        put(Int32(8))
        put(id.row)
        put(Int32(Fingerprint.byteCount))
        put(fingerprint.high)
        put(fingerprint.low)
        for (column, kind) in Self.columns {
            switch kind {
            case .text: put(text: draft[column])
            case .texts: put(texts: draft[column])
            case .jsonb: put(json: draft[column])
            case .bigint: put(draft[number: column])
            case .smallint: put(draft[number: column].map { Int16(clamping: $0) })
            }
        }
        return Slot(offset: start, length: count - start)
    }

    private static let columns = RecordColumn.allCases.map { (column: $0, kind: $0.kind) }
    private static let lists = RecordColumn.allCases.filter { $0.kind == .texts }
    /// An element and its separator are two bytes at least, its length takes four more.
    private static let listOverhead = 2
    /// With id, import, row and fingerprint.
    private static let columnCount = Int16(4 + columns.count)

    /// More than the lengths and fixed-size values of one row take.
    private static let fixedBytes = 128 + columns.count * 12 + lists.count * 20

    private mutating func reserve(_ more: Int) {
        guard count + more > capacity else { return }
        let larger = max(capacity * 2, count + more)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 8)
        moved.copyMemory(from: memory, byteCount: count)
        memory.deallocate()
        memory = moved
        capacity = larger
    }

    private mutating func put<Value: FixedWidthInteger>(_ value: Value) {
        memory.storeBytes(of: value.bigEndian, toByteOffset: count, as: Value.self)
        count += MemoryLayout<Value>.size
    }

    private mutating func put(text: RecordDraft.Text) {
        guard let base = text.baseAddress, text.count > 0 else { return put(Int32(-1)) }
        put(Int32(truncatingIfNeeded: text.count))
        (memory + count).copyMemory(from: base, byteCount: text.count)
        count += text.count
    }

    private mutating func put<Value: FixedWidthInteger>(_ value: Value?) {
        guard let value else { return put(Int32(-1)) }
        put(Int32(MemoryLayout<Value>.size))
        put(value)
    }

    /// text[]: dimensions, whether there are nulls, the type of an element; length and lower bound of the dimension; the elements.
    /// Source: PostgreSQL, `array_send`.
    private mutating func put(texts: RecordDraft.Text) {
        guard !texts.isEmpty else { return put(Int32(-1)) }
        let elements = texts.split(separator: UInt8(ascii: "\n"))
        put(Int32(20 + elements.count * 4 + elements.reduce(0) { $0 + $1.count }))
        for value: Int32 in [1, 0, Self.textType, Int32(elements.count), 1] { put(value) }
        for element in elements { put(text: RecordDraft.Text(rebasing: element)) }
    }

    /// The identifier of `text` in `pg_type`.
    private static let textType: Int32 = 25

    /// jsonb: a version byte, then the text.
    private mutating func put(json text: RecordDraft.Text) {
        guard let base = text.baseAddress, text.count > 0 else { return put(Int32(-1)) }
        put(Int32(truncatingIfNeeded: text.count + 1))
        put(UInt8(1))
        (memory + count).copyMemory(from: base, byteCount: text.count)
        count += text.count
    }
}
