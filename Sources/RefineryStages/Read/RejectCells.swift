internal import CSV
package import RefineryModel

/// Takes the raw text of a rejected row apart again, for people who fix it.
package struct RejectCells: ~Copyable {
    private let reader: CSVReader

    package init(_ format: SourceFormat) {
        // An import of a newer program keeps its rejects readable, if not its rows.
        reader = CSVReader(format: (try? format.csv()) ?? CSVFormat())
    }

    /// The cells of the row, however many it has.
    package func cells(of raw: String) -> [String] {
        var cells: [String] = []
        var raw = raw
        raw.withUTF8 { bytes in
            reader.read(bytes) { record in
                for index in 0..<record.count { cells.append(String(decoding: record[index], as: UTF8.self)) }
            }
        }
        return cells
    }
}
