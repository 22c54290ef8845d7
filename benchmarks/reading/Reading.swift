// Reads texts in memory as a worker does: splits them, decodes the groups, looks at every cell. Prints nanoseconds a byte for each text.
import CSV
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@main
enum Reading {
    static func main() throws {
        let bytes = 4 << 20
        let texts: [(name: String, text: String)] = [
            ("plain", repeated("Acme Inc,Jane Doe,jane@acme.example,12 Main St,Boston,MA,02110,617-555-0101,25,1500000\n", bytes)),
            ("quoted", repeated("\"Acme, Inc\",\"Jane \"\"J\"\" Doe\",\"12 Main St\nSuite 4\",\"Boston\",\"MA\",\"02110\"\r\n", bytes)),
            ("utf-8", repeated("Bäckerei Müller,Łódź,Öffentliche Straße 12,日本,0221 555 0101\n", bytes)),
            ("100,000 columns", repeated("value,", 600_000) + "\n" + repeated("12345,", 600_000) + "\n"),
            ("a row of 14 MB", "a,b\nx,\"" + repeated("some long text, and more of it; ", 14 << 20) + "\"\n"),
        ]
        for (name, text) in texts {
            let bytes = Array(text.utf8)
            var best = Double.infinity
            var cells = 0
            for _ in 0..<9 {
                let start = processorTime()
                cells = try read(bytes)
                best = min(best, processorTime() - start)
            }
            print("\(name)\t\(best / Double(bytes.count))\t\(cells)")
        }
    }

    /// Nanoseconds: what others do on the machine counts less than in time by the clock.
    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }

    private static func repeated(_ text: String, _ bytes: Int) -> String { String(repeating: text, count: bytes / text.utf8.count) }

    /// What a submit finds out.
    private static func preview(_ bytes: [UInt8], _ count: Int) throws -> CSVFormat {
        try CSVSniffer.preview(Array(bytes.prefix(count)), isWholeFile: bytes.count <= count, limit: 25).format
    }

    /// How many cells there are, with every byte of them in the sum that keeps the compiler from leaving them out.
    private static func read(_ bytes: [UInt8]) throws -> Int {
        let format = try (try? preview(bytes, 64 << 10)) ?? preview(bytes, 4 << 20)
        var splitter = CSVSplitter(format: format, recordsPerGroup: 250, maxRecordBytes: 16 << 20, startingAt: Int64(format.recordsStart))
        let (decoder, reader) = (CSVBatchDecoder(format: format), CSVReader(format: format))
        var cells = 0
        try bytes.withUnsafeBufferPointer { all in
            func take(_ split: CSVSplit) throws {
                guard case .group(let offset, let length, _, _) = split else { return }
                decoder.decode(UnsafeBufferPointer(rebasing: all[Int(offset)..<Int(offset) + length])) { text in
                    reader.read(text.utf8) { record in
                        for index in 0..<record.count where record[index].count != .max { cells += 1 }
                    }
                }
            }
            for start in stride(from: 0, to: all.count, by: 1 << 20) {
                try splitter.consume(
                    UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(all)[start..<min(all.count, start + (1 << 20))]), take)
            }
            try splitter.finish(take)
        }
        return cells
    }
}
