internal import RefineryModel

/// The progress of one import as a line of text: a bar on a terminal, words on a pipe.
struct ProgressView {
    /// Rows per second over the last seconds, from what was seen.
    private var samples: [(at: ContinuousClock.Instant, done: Int64)] = []
    private static let window: Duration = .seconds(5)

    init() {}

    /// Notes how far the import is now.
    mutating func add(_ progress: ImportProgress, at now: ContinuousClock.Instant = .now) {
        samples.append((now, progress.done))
        while samples.count > 2, samples[0].at.duration(to: now) > Self.window { samples.removeFirst() }
    }

    /// Rows per second, over the last five seconds.
    var rowsPerSecond: Double {
        guard let first = samples.first, let last = samples.last else { return 0 }
        let seconds = first.at.duration(to: last.at).inSeconds
        return seconds > 0 ? Double(last.done - first.done) / seconds : 0
    }

    /// Seconds to the end at the present speed; nil when nothing moves.
    func remaining(_ progress: ImportProgress) -> Double? {
        rowsPerSecond > 0 ? Double(max(0, progress.rowsEstimated - progress.done)) / rowsPerSecond : nil
    }

    /// One line, at most `columns` wide.
    func line(_ progress: ImportProgress, columns: Int, color: Bool) -> String {
        let counts = words(progress)
        let percent = NumberFormat.fixed(progress.fraction * 100, 1) + "%"
        let room = columns - counts.count - percent.count - 4
        guard room >= 10 else { return String((percent + " " + counts).prefix(columns)) }
        let width = min(room, 30)
        let filled = Int((Double(width) * progress.fraction).rounded(.down))
        let bar = String(repeating: "█", count: filled)
        let rest = String(repeating: "░", count: width - filled)
        let painted = color ? "\u{1B}[32m\(bar)\u{1B}[0m\u{1B}[2m\(rest)\u{1B}[0m" : bar + rest
        return "\(painted) \(percent)  \(counts)"
    }

    /// The same in words, for logs and pipes.
    func words(_ progress: ImportProgress) -> String {
        var parts = [
            "\(NumberFormat.grouped(progress.done)) of \(progress.isSplit ? "" : "~")\(NumberFormat.grouped(progress.rowsEstimated)) rows",
            "\(NumberFormat.grouped(progress.stored)) stored", "\(NumberFormat.counted(progress.duplicates, "duplicate"))",
            "\(NumberFormat.grouped(progress.rejected)) rejected",
        ]
        if progress.status == .running {
            parts.append("\(NumberFormat.grouped(Int64(rowsPerSecond.rounded()))) rows/s")
            if let seconds = remaining(progress) { parts.append("\(NumberFormat.duration(seconds: seconds)) left") }
        } else {
            parts.append(progress.status.rawValue)
        }
        return parts.joined(separator: " · ")
    }
}
