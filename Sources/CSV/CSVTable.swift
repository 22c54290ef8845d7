/// A small CSV as texts: UTF-8, commas.
package enum CSVTable {
    /// All records, the header among them.
    package static func records(_ bytes: [UInt8]) -> [[String]] {
        var records: [[String]] = []
        bytes.withUnsafeBufferPointer { buffer in
            CSVReader(format: CSVFormat()).read(buffer) { record in
                records.append((0..<record.count).map { String(decoding: record[$0], as: UTF8.self) })
            }
        }
        return records
    }
}
