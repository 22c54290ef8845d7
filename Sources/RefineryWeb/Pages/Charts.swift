internal import Foundation
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

/// Drawings as templates write them: numbers for SVG, and a sentence each that says the same.
enum Charts {
    /// The outcomes of rows, in the order in which they are drawn; the classes of the style sheet have their colours.
    private static let outcomes: [(name: String, style: String, count: @Sendable (BatchGroup) -> Int64)] = [
        ("stored", "stored", { $0.stored }), ("duplicates", "duplicates", { $0.duplicates }), ("rejected", "rejected", { $0.rejected }),
    ]

    /// A drawing is so many units wide and high; the page stretches it.
    private static let (width, height) = (960.0, 140.0)

    /// A bar a group of neighbouring batches, coloured by what came of its rows.
    static func bars(_ groups: [BatchGroup]) -> Any {
        guard let last = groups.last, let most = groups.map({ max($0.rows, $0.done) }).max(), most > 0 else { return false }
        let step = width / Double(groups.count)
        let gap = min(3, step * 0.2)
        let drawn = groups.enumerated().map { index, group -> View in
            var top = height
            var pieces: [View] = []
            let scale = height / Double(most)
            for outcome in outcomes {
                let length = Double(outcome.count(group)) * scale
                guard length > 0 else { continue }
                top -= length
                pieces.append(["style": outcome.style, "y": Shown.point(top), "height": Shown.point(length)])
            }
            let rest = Double(max(0, group.rows - group.done)) * scale
            if rest > 0 {
                pieces.append(["style": group.dead > 0 ? "dead" : "open", "y": Shown.point(top - rest), "height": Shown.point(rest)])
            }
            let batches = group.first == group.last ? "Batch \(group.first)" : "Batches \(group.first) to \(group.last)"
            var says = "\(batches): \(Shown.number(group.stored)) stored, \(NumberFormat.counted(group.duplicates, "duplicate")), "
            says += "\(Shown.number(group.rejected)) rejected"
            if group.open > 0 { says += ", \(Shown.number(group.open)) to go" }
            if group.dead > 0 { says += ", \(Shown.number(group.dead)) dead" }
            return ["x": Shown.point(Double(index) * step + gap / 2), "bar_width": Shown.point(step - gap), "pieces": pieces, "says": says]
        }
        let dead = groups.reduce(Int64(0)) { $0 + $1.dead }
        let rest = dead > 0 ? "; \(Shown.number(dead)) are out of attempts" : ""
        let says = "\(Shown.number(last.last)) batches in their order, by what came of their rows\(rest)"
        return ["bars_list": drawn, "from": "\(groups[0].first)", "to": "\(last.last)", "says": says] as View
    }

    /// Rows with an outcome a second, over the time in which batches ended.
    static func throughput(_ slices: [BatchGroup]) -> Any {
        guard let first = slices.first, first.seconds > 0, slices.contains(where: { $0.done > 0 }) else { return false }
        let count = Int((slices.last?.place ?? 0) + 1)
        var rates = [Double](repeating: 0, count: max(2, count))
        for slice in slices { rates[Int(slice.place)] = Double(slice.done) / slice.seconds }
        let most = max(rates.max() ?? 1, 1)
        let step = width / Double(rates.count - 1)
        let points = rates.enumerated().map { index, rate in
            let y = height - 4 - rate / most * (height - 12)
            return "\(Shown.point(Double(index) * step)) \(Shown.point(y))"
        }
        let line = "M" + points.joined(separator: " L")
        let seconds = first.seconds * Double(rates.count)
        let mean = rates.reduce(0, +) / Double(rates.count)
        return [
            "line": line, "area": "\(line) L\(Shown.point(width)) \(Shown.point(height)) L0 \(Shown.point(height)) Z",
            "most": Shown.short(most), "mean": Shown.short(mean), "span": NumberFormat.duration(seconds: seconds),
            "began": Shown.time(first.begins - first.seconds * Double(first.place)),
            "says":
                "Rows a second over \(NumberFormat.duration(seconds: seconds)): \(Shown.short(most)) at most, \(Shown.short(mean)) on average",
        ] as View
    }

    /// A ring of shares.
    static func ring(_ parts: [(name: String, style: String, count: Int64)]) -> Any {
        let total = parts.reduce(Int64(0)) { $0 + $1.count }
        guard total > 0 else { return false }
        let radius = 52.0
        let around = 2 * Double.pi * radius
        var begins = 0.0
        let drawn = parts.filter { $0.count > 0 }.map { part -> View in
            let length = Double(part.count) / Double(total) * around
            defer { begins += length }
            return [
                "style": part.style, "dash": "\(Shown.point(length)) \(Shown.point(around - length))",
                "offset": Shown.point(around / 4 - begins),
            ]
        }
        return [
            "segments": drawn,
            "legend": parts.map { part in
                [
                    "style": part.style, "name": part.name, "count": Shown.number(part.count),
                    "share": Shown.share(part.count, of: total) ?? "–",
                ] as View
            },
            "whole": Shown.short(Double(total)),
            "says": parts.map { "\(Shown.number($0.count)) \($0.name)" }.joined(separator: ", "),
        ] as View
    }

    /// Horizontal bars, the largest first.
    static func ranking(_ counts: [(name: String, count: Int64)]) -> [View] {
        let most = max(counts.map(\.count).max() ?? 1, 1)
        let total = max(counts.reduce(Int64(0)) { $0 + $1.count }, 1)
        return counts.map { entry in
            [
                "name": entry.name, "count": Shown.number(entry.count), "share": Shown.share(entry.count, of: total) ?? "–",
                "rank_width": Shown.point(Double(entry.count) / Double(most) * 1000),
            ]
        }
    }
}
