import Foundation
import Tables

/// Writes the table of a file as CSV to nowhere, and says how long that takes and how much memory it needs: seconds, megabytes, bytes written.
@main
struct Converting {
    static func main() throws {
        let start = ContinuousClock.now
        let file = FileBytes(descriptor: open(CommandLine.arguments[1], O_RDONLY))
        guard case .table(let format) = try FileContent(of: file) else { fatalError("There is no table of another format in it.") }
        let reading = try TableReading(file, format, sheet: nil)
        var bytes = 0
        let output = TableOutput("table", packed: file.size) { bytes += $0.count }
        try reading.write(to: output)
        let time = start.duration(to: .now)
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
        print("\(seconds)\t\(usage.ru_maxrss / 1024)\t\(bytes)")
    }
}
