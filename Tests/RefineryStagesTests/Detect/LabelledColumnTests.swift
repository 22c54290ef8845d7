import Foundation
import RefineryModel
import Testing

@testable import RefineryStages

/// Real files with every column labelled, kept beside the repository in `../shared/columns-dev`. The model was trained with them, so this
/// is no measure of it (`scripts/bench columns` is): it tells when features or weights do not fit together any more.
@Suite("Columns of real files", .enabled(if: labelled != nil, "needs ../shared/columns-dev"))
struct LabelledColumnTests {
    private struct Manifest: Decodable {
        struct File: Decodable {
            struct Column: Decodable {
                let index: Int
                let type: String
                let accept: [String]?
            }
            let file: String
            let columns: [Column]
        }
        let files: [File]
    }

    @Test("are found, nearly all of them") func found() throws {
        let folder = try #require(labelled)
        let manifest = try JSONDecoder().decode(Manifest.self, from: Data(contentsOf: folder.appending(path: "manifest.json")))
        var right = 0
        var total = 0
        for file in manifest.files {
            let bytes = [UInt8](try Data(contentsOf: folder.appending(path: file.file)))
            let columns = try ColumnFeatures.of(file: bytes, region: "US")
            for label in file.columns {
                total += 1
                guard columns.indices.contains(label.index) else { continue }
                let probabilities = columns[label.index].probabilities
                let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
                if ((label.accept ?? []) + [label.type]).contains(ColumnType.allCases[best].rawValue) { right += 1 }
            }
        }
        #expect(total > 1500)
        #expect(Double(right) > 0.97 * Double(total), "\(right) of \(total)")
    }
}

/// The folder beside the repository's, found from this file upwards; `nil` where it is absent.
private let labelled: URL? = {
    var folder = URL(filePath: #filePath)
    while folder.pathComponents.count > 1 {
        folder.deleteLastPathComponent()
        let candidate = folder.appending(path: "shared/columns-dev")
        if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
    }
    return nil
}()
