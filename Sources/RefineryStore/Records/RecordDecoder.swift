/// Reads back what ``RecordEncoder`` wrote, for people to look at before anything is stored.
package enum RecordDecoder {
    /// The columns of one row that have a value, in the order of ``RecordRow/columns``, as texts.
    package static func texts(_ bytes: UnsafeRawBufferPointer, _ slot: RecordEncoder.Slot) -> [(String, String)] {
        var texts: [(String, String)] = []
        // The field count, then id, import id, row number and fingerprint, of which only the row number is shown.
        var offset = slot.offset + 2
        for (index, name) in (["id", "import_id", "row_number", "fingerprint"] + RecordRow.storedColumns.dropFirst()).enumerated() {
            let length = Int(Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)))
            offset += 4
            guard length >= 0 else { continue }
            defer { offset += length }
            let value = UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length])
            if name == "row_number" || (index > 3 && RecordRow.numberColumns.contains(name)) {
                texts.append((name, "\(integer(value))"))
            } else if RecordRow.jsonColumns.contains(name) {
                texts.append((name, String(decoding: value.dropFirst(), as: UTF8.self)))
            } else if index > 3 {
                texts.append((name, String(decoding: value, as: UTF8.self)))
            }
        }
        return texts
    }

    private static func integer(_ bytes: UnsafeRawBufferPointer) -> Int64 {
        bytes.reduce(Int64(0)) { $0 << 8 | Int64($1) }
    }
}
