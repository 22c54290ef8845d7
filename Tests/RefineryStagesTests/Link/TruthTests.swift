import Foundation
import RefineryModel
import RefineryStages
import Testing

/// Public sets whose truth is known (benchmarks/personas/truth): the goals that linking has to meet.
@Suite("Linking meets its goals") struct TruthTests {
    private static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "benchmarks/personas/truth")

    /// The rows of a set, by the names of its columns; no cell of them is quoted.
    private func rows(_ name: String) throws -> [[String: String]] {
        let lines = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8).split(separator: "\n")
        let header = lines[0].split(separator: ",").map(String.init)
        return lines.dropFirst().map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return Dictionary(uniqueKeysWithValues: zip(header, cells).filter { !$1.isEmpty })
        }
    }

    private func score(_ kind: LinkKind, _ records: [LinkRecord], _ truth: [String]) -> (precision: Double, f1: Double) {
        let features = records.map { LinkFeatures($0) }
        var clusters = LinkClusters(kind, features)
        _ = clusters.join(LinkPairs.links(kind, features))
        var found: Set<[Int64]> = []
        for group in clusters.groups() {
            for (place, one) in group.enumerated() {
                for other in group.dropFirst(place + 1) { found.insert([one.record.rawValue, other.record.rawValue]) }
            }
        }
        var wanted: Set<[Int64]> = []
        for (one, cluster) in truth.enumerated() {
            for other in truth.indices.dropFirst(one + 1) where truth[other] == cluster { wanted.insert([Int64(one), Int64(other)]) }
        }
        let right = Double(found.intersection(wanted).count)
        return (right / Double(found.count), 2 * right / Double(found.count + wanted.count))
    }

    @Test("companies: F1 of .92 at a precision of .97") func companies() throws {
        let rows = try rows("restaurants.csv")
        let records = rows.enumerated().map { index, row in
            let digits = (row["phone"] ?? "").filter(\.isNumber).prefix(10)
            return LinkRecord(
                id: RecordID(rawValue: Int64(index)), businessName: row["name"],
                phones: digits.count == 10 ? [LinkPhone("+1\(digits)", .business)] : [], address: row["address"], city: row["city"])
        }
        let (precision, f1) = score(.company, records, rows.map { $0["cluster"] ?? "" })
        #expect(precision >= 0.97 && f1 >= 0.92)
    }

    @Test("persons with name, e-mail and city: F1 of .85 at a precision of .98") func persons() throws {
        let rows = try rows("persons.csv")
        let records = rows.enumerated().map { index, row in
            LinkRecord(
                id: RecordID(rawValue: Int64(index)), firstName: row["first_name"], lastName: row["last_name"],
                emails: row["email"].map { $0.contains(/^[^@]+@[^@]+\.[a-z]{2,}$/) ? [$0] : [] } ?? [], city: row["city"])
        }
        let (precision, f1) = score(.persona, records, rows.map { $0["cluster"] ?? "" })
        #expect(precision >= 0.98 && f1 >= 0.85)
    }
}
