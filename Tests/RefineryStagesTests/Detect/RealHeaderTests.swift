import Foundation
import Testing

import RefineryModel

@testable import RefineryStages

/// Headers of files from the field, kept beside the repository in `../shared/real-files`.
@Suite("Header of a real file", .enabled(if: realFiles != nil, "needs ../shared/real-files"))
struct RealHeaderTests {
    @Test(
        "is found, and maps what records need without help",
        arguments: [
            ("salesgenie_list.csv", 15, true), ("breweries_2018.csv", 8, true), ("chicago_early_childhood.csv", 8, true),
            ("dotgov_domains.csv", 5, false),
        ])
    func maps(file: String, fields: Int, hasPhone: Bool) throws {
        let text = try String(contentsOf: #require(realFiles).appending(path: file), encoding: .utf8)
        // The first rows of these files have no line break inside quotes, and no comma in the header.
        let records = text.split(whereSeparator: \.isNewline).prefix(25).map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map { String($0).replacing("\"", with: "") }
        }
        let found = try HeaderDetection.find(in: records, overrides: [], hasHeader: nil, requiresPhone: hasPhone)
        #expect(found.headerRecordIndex == 0)
        #expect(found.mapping.fields.count == fields)
    }
}

/// The folder beside the repository's, found from this file upwards; `nil` where it is absent.
private let realFiles: URL? = {
    var folder = URL(filePath: #filePath)
    while folder.pathComponents.count > 1 {
        folder.deleteLastPathComponent()
        let candidate = folder.appending(path: "shared/real-files")
        if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
    }
    return nil
}()
