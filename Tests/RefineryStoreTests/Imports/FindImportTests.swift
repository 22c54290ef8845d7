import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("Finding an import", .timeLimit(.minutes(10))) struct FindImportTests {
    @Test("takes the beginning of an id in either case, and nothing for the newest") func prefix() async throws {
        try await withDatabase { database in
            #expect(try await database.rows(FindImport(text: "")).isEmpty)
            let first = try await database.makeImport(jobs: 0)
            let second = try await database.makeImport(jobs: 0)
            #expect(try await database.rows(FindImport(text: "")) == [second])
            #expect(try await database.rows(FindImport(text: String("\(first)".prefix(13)).uppercased())) == [first])
            #expect(try await database.rows(FindImport(text: "no such thing")).isEmpty)
            #expect(try await database.rows(FindImport(text: "%")).isEmpty, "a wildcard is no id")
        }
    }

    @Test("by its content finds earlier imports, newest first") func hash() async throws {
        try await withDatabase { database in
            let first = try await database.makeImport(jobs: 0)
            let second = try await database.makeImport(jobs: 0)
            let found = try await database.rows(FindImportsByHash(hash: [UInt8](repeating: 7, count: 32)))
            #expect(found.map(\.id) == [second, first])
            #expect(try await database.rows(FindImportsByHash(hash: [UInt8](repeating: 8, count: 32))).isEmpty)
        }
    }

    @Test("stores its options as they are") func options() async throws {
        try await withDatabase { database in
            var options = ImportOptions.forTests
            options.rejectRateMax = 0.25
            options.onDuplicate = .fill
            options.requiredFields = [.businessName, .businessPhone]
            let id = try await database.makeImport(jobs: 0, options: options)
            #expect(try await database.rows(LoadImports(ids: [id])).map(\.options) == [options])
            #expect(try await database.first(LoadSplit(importID: id))?.options == options)
        }
    }
}
