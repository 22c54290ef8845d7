internal import Foundation
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

/// Values as pages show them.
enum Shown {
    static func number(_ value: Int64) -> String { NumberFormat.grouped(value) }
    static func number(_ value: some BinaryInteger) -> String { NumberFormat.grouped(Int64(value)) }

    /// `12.3 %`; nil where there is nothing to take a share of.
    static func share(_ part: Int64, of whole: Int64) -> String? {
        whole > 0 ? NumberFormat.fixed(Double(part) / Double(whole) * 100, 1) + " %" : nil
    }

    /// `3.4k`, `1.2M`: for axes and places with little room.
    static func short(_ value: Double) -> String {
        switch value {
        case ..<1000: NumberFormat.grouped(Int64(value.rounded()))
        case ..<1_000_000: NumberFormat.fixed(value / 1000, value < 10_000 ? 1 : 0) + "k"
        case ..<1_000_000_000: NumberFormat.fixed(value / 1_000_000, value < 10_000_000 ? 1 : 0) + "M"
        default: NumberFormat.fixed(value / 1_000_000_000, 1) + "B"
        }
    }

    /// An instant as a machine and as a person reads it; `false` for none.
    static func time(_ seconds: Double?, now: Double = Date().timeIntervalSince1970) -> Any {
        guard let seconds else { return false }
        return ["iso": Timestamp.iso8601(seconds), "ago": ago(now - seconds)] as View
    }

    /// How long ago, or until when, roughly.
    static func ago(_ seconds: Double) -> String {
        let (distance, isPast) = (abs(seconds), seconds >= 0)
        if distance < 5 { return "now" }
        let text =
            switch distance {
            case ..<60: "\(Int(distance)) s"
            case ..<3600: "\(Int(distance / 60)) min"
            case ..<86_400: "\(Int(distance / 3600)) h"
            default: "\(Int(distance / 86_400)) d"
            }
        return isPast ? "\(text) ago" : "in \(text)"
    }

    /// A coordinate or length of a drawing.
    static func point(_ value: Double) -> String { NumberFormat.fixed(value, 2) }

    static func status(_ status: ImportStatus) -> View { ["word": status.rawValue, "tone": tone(status)] }

    /// Which colour a status has.
    private static func tone(_ status: ImportStatus) -> String {
        switch status {
        case .receiving, .running: "busy"
        case .paused: "held"
        case .completed: "good"
        case .failed: "bad"
        case .cancelled, .undone: "quiet"
        }
    }

    static func state(_ state: JobState) -> View {
        let tone =
            switch state {
            case .ready, .waiting, .cancelled: "quiet"
            case .claimed: "busy"
            case .done: "good"
            case .dead, .discarded: "bad"
            }
        return ["word": state.rawValue, "tone": tone]
    }

    /// The bar of an import: shares of a thousand, from what is counted.
    static func bar(_ progress: ImportProgress) -> View {
        let total = max(progress.rowsEstimated, progress.done, 1)
        let width = { (count: Int64) in Double(count) / Double(total) * 1000 }
        return [
            "total": "\(total)", "percent": NumberFormat.fixed(progress.fraction * 100, 1), "stored": "\(progress.stored)",
            "duplicates": "\(progress.duplicates)", "rejected": "\(progress.rejected)",
            "stored_width": point(width(progress.stored)), "duplicates_x": point(width(progress.stored)),
            "duplicates_width": point(width(progress.duplicates)), "rejected_x": point(width(progress.stored + progress.duplicates)),
            "rejected_width": point(width(progress.rejected)),
        ]
    }

    /// An import in a list.
    static func row(_ summary: ImportSummary) -> View {
        let progress = summary.progress
        return [
            "id": summary.id.description, "short": summary.id.short, "file_name": summary.fileName, "status": status(progress.status),
            "reason": progress.statusReason.map { RunWords.sentence(of: $0) ?? $0 } ?? false as Any, "bar": bar(progress),
            "rows": number(progress.done), "rows_total": (progress.isSplit ? "" : "~") + number(progress.rowsEstimated),
            "stored": number(progress.stored), "duplicates": number(progress.duplicates), "rejected": number(progress.rejected),
            "submitted": time(summary.submittedAt), "submitter": summary.submitter ?? false as Any,
            "took": NumberFormat.duration(seconds: summary.elapsedSeconds), "left": left(summary) ?? false as Any,
            "cost": progress.lookups.map { $0.spent.formatted } ?? false as Any, "is_running": progress.status.isRunning,
            "is_paused": progress.status == .paused,
        ]
    }

    /// How long it still takes at the speed so far; nil where nothing says so.
    static func left(_ summary: ImportSummary) -> String? {
        let progress = summary.progress
        guard progress.status.isRunning, summary.runningSeconds > 0.5, progress.fraction > 0.001 else { return nil }
        let seconds = summary.runningSeconds * (1 - progress.fraction) / progress.fraction
        return "about \(NumberFormat.duration(seconds: seconds.rounded(.up))) left"
    }
}
