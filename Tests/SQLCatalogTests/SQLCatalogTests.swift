import Foundation
import Testing

@testable import SQLCatalog

@Suite("The embedded SQL") struct SQLCatalogTests {
    private static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "sql")

    @Test("is what the files say, in order of their names", arguments: ["migrations", "queries", "views"])
    func isCurrent(kind: String) throws {
        let embedded = ["migrations": SQLCatalog.migrations, "queries": SQLCatalog.queries, "views": SQLCatalog.views][kind] ?? []
        let folder = Self.folder.appending(path: kind)
        let written = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".sql") }
            .map { folder.appending(path: $0) }.sorted { $0.lastPathComponent < $1.lastPathComponent }
        #expect(written.isEmpty == false)
        #expect(embedded.map { "\($0.name).sql" } == written.map(\.lastPathComponent), "run scripts/embed-sql")
        for (file, url) in zip(embedded, written) {
            let isCurrent = try String(contentsOf: url, encoding: .utf8) == file.text
            #expect(isCurrent, "\(file.name) was changed since the build")
        }
    }

    @Test("finds a statement by its name") func lookup() {
        #expect(SQLCatalog.query("claim_jobs").contains("FOR NO KEY UPDATE SKIP LOCKED"))
    }

    /// Run as scripts.
    private static let scripts: Set = ["bootstrap_schema", "create_registry_batch"]

    @Test("holds one statement a query") func single() {
        for file in SQLCatalog.queries where !Self.scripts.contains(file.name) {
            let code = file.text.split(separator: "\n").filter { !$0.hasPrefix("--") }.map { $0.split(separator: "--")[0] }
            #expect(!code.contains { $0.contains(";") }, "\(file.name) holds more than one statement")
        }
    }

    @Test("never claims by a subquery that may run again") func claimShape() {
        for file in SQLCatalog.queries where file.text.contains("SKIP LOCKED") {
            #expect(file.text.contains("AS MATERIALIZED"), "\(file.name)")
        }
    }
}
