import Foundation
import Postgres
import RefineryModel
import RefineryOperations
import RefineryStore
import RefineryTestSupport
import Testing

@testable import RefineryStages

@Suite("Registries", .timeLimit(.minutes(10))) struct RegistryImportTests {
    private func load(
        _ text: String, _ database: TestDatabase, isChange: Bool = false, version: Int64, base: Int64? = nil, daysAgo: Int = 0,
        areas: [String] = []
    ) async throws -> SuppressionImport {
        let path = FileManager.default.temporaryDirectory.appending(path: "registry-\(UUID()).txt").path
        try Data(text.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let day = Date.now.addingTimeInterval(Double(-daysAgo) * 86_400).formatted(Date.ISO8601FormatStyle().year().month().day())
        let operations = Operations(database: database.database, sources: try database.sources())
        return try await operations.importRegistry(
            path, as: RegistryFile(list: "national", isChange: isChange, version: version, asOf: day, base: base, areas: areas),
            columns: [.area, .number, .action], over: database.database)
    }

    private func statuses(_ database: TestDatabase) async throws -> [SuppressionCheck.Status] {
        try await database.rows(CheckSuppressions(["+12125550101", "212-555-0102", "+13055550101"])).map(\.status)
    }

    @Test("a number is listed, clean, or of an area code without a file, which is never clean") func threeAnswers() async throws {
        try await withDatabase { database in
            #expect(try await statuses(database) == [.notChecked, .notChecked, .notChecked])
            let outcome = try await load("212,5550101\nrubbish\n", database, version: 1)
            #expect(outcome.accepted == 1 && outcome.rejects.map(\.line) == [2])
            #expect(try await statuses(database) == [.listed, .clean, .notChecked])
        }
    }

    @Test("an empty file is refused, and is the whole of an area code that is named") func empty() async throws {
        try await withDatabase { database in
            await #expect(throws: SuppressionFault.self) { try await load("", database, version: 1) }
            let outcome = try await load("", database, version: 1, areas: ["212"])
            #expect(outcome.areas == 1 && outcome.numbers == 0, "\(outcome)")
            #expect(try await statuses(database) == [.clean, .clean, .notChecked])
        }
    }

    @Test("a domain where everybody may have an address is no opt-out") func shared() async throws {
        try await withDatabase { database in
            let operations = Operations(database: database.database, sources: try database.sources())
            for domain in [
                "gmail.com", "@gmail.com", "https://www.GMAIL.com/", "facebook.com", "co.uk", "*.com.au", "github.io", "kobe.ck", "公司.cn",
            ] {
                await #expect(throws: SuppressionFault.sharedDomain) {
                    try await operations.suppress(domain, kind: "domain", on: "opt_out", source: nil)
                }
            }
            for own in ["acme.example", "acme.co.uk", "acme.github.io", "www.ck"] {
                #expect(try await operations.suppress(own, kind: "domain", on: "opt_out", source: nil).isNew, "\(own)")
            }
            let path = FileManager.default.temporaryDirectory.appending(path: "optouts-\(UUID()).csv").path
            try Data("email,website\nann@gmail.com,gmail.com\n,globex.example\n".utf8).write(to: URL(filePath: path))
            defer { try? FileManager.default.removeItem(atPath: path) }
            let outcome = try await operations.importEntries(path, to: "opt_out")
            #expect(outcome.accepted == 2 && outcome.rejects.map(\.line) == [2], "\(outcome)")
            // From SQL it is the same rule.
            for call in ["opt_out(domain => 'GMail.com')", "add_suppression('competitor', 'domain', 'http://co.uk/')"] {
                let error = await #expect(throws: PostgresError.self) { try await database.execute("SELECT refinery.\(call)") }
                #expect(error?.summary.contains("Everybody may have an address") == true, "\(String(describing: error))")
            }
        }
    }

    @Test("whoever provides mail or pages, as linking knows them, is a domain of everybody") func providers() async throws {
        try await withDatabase { database in
            for (table, kind) in [("free-mail-domains", "mail"), ("shared-hosts", "host")] {
                let domains = EmbeddedTables.rows(table).map { String($0[0]) }
                let stored = try await database.select("SELECT domain FROM refinery.shared_domains WHERE kind = '\(kind)' ORDER BY 1")
                #expect(stored.compactMap { $0[0] } == domains.sorted())
            }
        }
    }

    @Test("a file of 31 days ago and older counts no more") func tooOld() async throws {
        try await withDatabase { database in
            _ = try await load("212,5550101\n", database, version: 1, daysAgo: 31)
            #expect(try await statuses(database) == [.listed, .notChecked, .notChecked])
            _ = try await load("212,5550101\n", database, version: 2, daysAgo: 29)
            #expect(try await statuses(database) == [.listed, .clean, .notChecked])
        }
    }

    @Test("a change list goes on from its version; another version, an older one and an unknown area code are refused, and change nothing")
    func changes() async throws {
        try await withDatabase { database in
            _ = try await load("212,5550101\n", database, version: 5, daysAgo: 3)
            for (text, version, base) in [("212,5550102,A\n", 7, 6), ("212,5550102,A\n", 5, 5), ("213,5550102,A\n", 7, 5)] {
                await #expect(throws: ControlRefusal.self) {
                    try await load(text, database, isChange: true, version: Int64(version), base: Int64(base))
                }
            }
            #expect(try await statuses(database) == [.listed, .clean, .notChecked])
            _ = try await load("212,5550102,A\n212,5550101,D\n", database, isChange: true, version: 6, base: 5)
            #expect(try await statuses(database) == [.clean, .listed, .notChecked])
            await #expect(throws: ControlRefusal.self) { try await load("212,5550101\n", database, version: 4) }
        }
    }
}
