/// The progress of one import as a line of text: a bar on a terminal, words on a pipe.
///
/// While the import runs nothing on the line moves: numbers stand at the right of places that only ever grow.
package struct ProgressView {
    private var samples: [(at: ContinuousClock.Instant, done: Int64, numbers: Int64)] = []
    /// Characters that the largest number of rows so far takes.
    private var numberWidth = 5
    private static let window: Duration = .seconds(5)
    private static let separator = " · "

    package init() {}

    /// Notes how far the import is now.
    package mutating func add(_ progress: ImportProgress, at now: ContinuousClock.Instant = .now) {
        samples.append((now, progress.done, progress.lookups?.done ?? 0))
        while samples.count > 2, samples[0].at.duration(to: now) > Self.window { samples.removeFirst() }
        numberWidth = max(numberWidth, NumberFormat.grouped(max(progress.rowsEstimated, progress.done)).count)
    }

    /// Rows per second, over the last five seconds.
    package var rowsPerSecond: Double { perSecond(\.done) }

    /// Numbers settled per second, over the last five seconds.
    package var numbersPerSecond: Double { perSecond(\.numbers) }

    private func perSecond(_ count: (_ sample: (at: ContinuousClock.Instant, done: Int64, numbers: Int64)) -> Int64) -> Double {
        guard let first = samples.first, let last = samples.last else { return 0 }
        let seconds = first.at.duration(to: last.at).inSeconds
        return seconds > 0 ? Double(count(last) - count(first)) / seconds : 0
    }

    /// Seconds to the end at the present speed, lookups included; nil when nothing moves.
    package func remaining(_ progress: ImportProgress) -> Double? {
        let rows = Self.seconds(progress.rowsEstimated - progress.done, at: rowsPerSecond)
        guard let lookups = progress.lookups, let numbers = Self.seconds(lookups.numbers - lookups.done, at: numbersPerSecond) else {
            return progress.lookups == nil ? rows : nil
        }
        // The rows that are still to come bring numbers as those did that came.
        guard progress.done > 0, let rows else { return nil }
        return max(rows, numbers + Self.secondsMore(lookups.numbers, progress, at: numbersPerSecond))
    }

    private static func seconds(_ count: Int64, at speed: Double) -> Double? {
        count <= 0 ? 0 : speed > 0 ? Double(count) / speed : nil
    }

    private static func secondsMore(_ numbers: Int64, _ progress: ImportProgress, at speed: Double) -> Double {
        let more = Double(numbers) * Double(progress.rowsEstimated - progress.done) / Double(progress.done)
        return more > 0 && speed > 0 ? more / speed : 0
    }

    /// The lookups, while they are all that is left to do.
    private static func onlyLookups(_ progress: ImportProgress) -> LookupProgress? {
        guard let lookups = progress.lookups, progress.status == .running, progress.isSplit, progress.done >= progress.rowsSplit,
            lookups.done < lookups.numbers
        else { return nil }
        return lookups
    }

    /// One line, narrower than `columns`, so that no terminal wraps it.
    ///
    /// From 60 columns on there is a bar of twenty cells; it gives some of them away so that rows, speed and the time left
    /// fit. What does not fit is left out from the right.
    package func line(_ progress: ImportProgress, columns: Int, color: Bool) -> String {
        let percent = (NumberFormat.fixed(progress.fraction * 100, 1) + "%").indented(to: 6)
        let parts = parts(progress)
        let room = columns - 1
        let essential = percent.count + parts.prefix(3).reduce(0) { $0 + $1.count + Self.separator.count }
        let width = columns >= 60 ? min(20, max(10, room - essential)) : 0
        var text = percent
        for (index, part) in parts.enumerated() {
            let longer = text + (index == 0 ? "  " : Self.separator) + part
            guard longer.count + (width > 0 ? width + 1 : 0) <= room else { break }
            text = longer
        }
        guard width > 0 else { return String(text.prefix(max(0, room))) }
        return bar(progress.fraction, width: width, color: color) + " " + text
    }

    /// The same in words, for logs and pipes.
    package func words(_ progress: ImportProgress) -> String {
        var parts = [counts(progress)]
        if progress.status.isRunning {
            if Self.onlyLookups(progress) != nil {
                parts.append("\(NumberFormat.grouped(Int64(numbersPerSecond.rounded()))) numbers/s")
            } else {
                parts.append("\(NumberFormat.grouped(Int64(rowsPerSecond.rounded()))) rows/s")
            }
            if let seconds = remaining(progress) { parts.append("\(NumberFormat.duration(seconds: seconds)) left") }
        } else {
            parts.append(progress.status.rawValue)
        }
        return parts.joined(separator: Self.separator)
    }

    /// How many rows there are, and what became of them.
    package func counts(_ progress: ImportProgress) -> String {
        if Self.isWaiting(progress) { return "waiting for the first rows" }
        return [
            "\(NumberFormat.grouped(progress.done)) of \(Self.total(progress)) rows",
            "\(NumberFormat.grouped(progress.stored)) stored", NumberFormat.counted(progress.duplicates, "duplicate"),
            "\(NumberFormat.grouped(progress.rejected)) rejected",
        ].joined(separator: Self.separator) + (progress.lookups.map { Self.separator + Self.counts($0) } ?? "")
    }

    private static func counts(_ lookups: LookupProgress) -> String {
        "\(NumberFormat.grouped(lookups.done)) of \(NumberFormat.counted(lookups.numbers, "number")) settled for "
            + lookups.spent.formatted
    }

    /// What stands behind the percentage, the most important first.
    private func parts(_ progress: ImportProgress) -> [String] {
        if Self.isWaiting(progress) { return [counts(progress)] }
        guard progress.status.isRunning else {
            return [
                "\(NumberFormat.grouped(progress.done)) of \(Self.total(progress)) rows", progress.status.rawValue,
                "\(NumberFormat.grouped(progress.stored)) stored", "\(NumberFormat.grouped(progress.duplicates)) dup",
                "\(NumberFormat.grouped(progress.rejected)) rejected",
            ]
        }
        func number(_ value: Int64) -> String { NumberFormat.grouped(value).indented(to: numberWidth) }
        if let lookups = Self.onlyLookups(progress) {
            return [
                "\(number(lookups.done)) of \(NumberFormat.grouped(lookups.numbers)) numbers",
                NumberFormat.grouped(Int64(numbersPerSecond.rounded())).indented(to: 7) + "/s",
                NumberFormat.clock(seconds: remaining(progress) ?? .infinity).indented(to: 5) + " left",
                lookups.spent.formatted, "\(NumberFormat.grouped(progress.stored)) records",
            ]
        }
        return [
            "\(number(progress.done)) of \(Self.total(progress).indented(to: numberWidth + 1)) rows",
            NumberFormat.grouped(Int64(rowsPerSecond.rounded())).indented(to: 7) + "/s",
            NumberFormat.clock(seconds: remaining(progress) ?? .infinity).indented(to: 5) + " left",
            "\(number(progress.stored)) stored", "\(number(progress.duplicates)) dup", "\(number(progress.rejected)) rejected",
        ]
    }

    private func bar(_ fraction: Double, width: Int, color: Bool) -> String {
        let filled = Int((Double(width) * fraction).rounded(.down))
        let (bar, rest) = (String(repeating: "█", count: filled), String(repeating: "░", count: width - filled))
        return color ? "\u{1B}[32m\(bar)\u{1B}[0m\u{1B}[2m\(rest)\u{1B}[0m" : bar + rest
    }

    /// All rows: exactly, or about so many.
    private static func total(_ progress: ImportProgress) -> String {
        (progress.isSplit ? "" : "~") + NumberFormat.grouped(progress.rowsEstimated)
    }

    private static func isWaiting(_ progress: ImportProgress) -> Bool {
        progress.status.isRunning && progress.rowsSplit == 0 && !progress.isSplit
    }
}
