import Foundation
import WorkbookWriter

/// Writes a workbook of so many rows of 15 columns, and says how long that took and how much memory it needed at most.
@main
struct Writing {
    static func main() async throws { try await write() }

    nonisolated private static func write() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let rows = Int(arguments[2]) else { fatalError("usage: writing FILE ROWS") }
        let begun = ContinuousClock.now
        _ = FileManager.default.createFile(atPath: arguments[1], contents: nil)
        guard let file = FileHandle(forWritingAtPath: arguments[1]) else { fatalError("\(arguments[1]) cannot be written") }
        let writer = try WorkbookWriter(header: ["row_number"] + (1..<15).map { "column_\($0)" }, numbers: [0])
        for row in 1...rows {
            try writer.append(
                [
                    "\(row)", "Maplewood Roofing \(row % 1000) LLC", "Priya Alvarez", "Priya", "Alvarez", "Owner", "office\(row)@maplewood.example",
                    "+1312555\(1000 + row % 9000)", nil, "valid", "\(row % 9999) N Main St", "Springfield", "IL", "0\(1000 + row % 8000)", "173501",
                ])
        }
        try await writer.finish { try file.write(contentsOf: $0) }
        let seconds = (ContinuousClock.now - begun) / .seconds(1)
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }?.split(separator: " ").compactMap { Int($0) }.first ?? 0
        print("{\"rows\":\(rows),\"seconds\":\(seconds),\"peak_mb\":\(peak / 1024)}")
    }
}
