import Foundation
import RefineryModel
import RefineryTestSupport
import Testing
import SampleFiles

/// The built program against one test's database, in a folder of its own.
struct Program {
    let binary: RefineryBinary
    let database: TestDatabase
    let folder: URL

    var environment: [String: String] { ["DATABASE_URL": database.url, "LOG_LEVEL": "error", "NO_COLOR": "1"] }

    func run(_ arguments: String..., environment more: [String: String] = [:]) async throws -> ProgramOutcome {
        try await binary.run(arguments, environment: environment.merging(more) { $1 })
    }

    func start(_ arguments: String..., environment more: [String: String] = [:]) throws -> RunningProgram {
        try binary.start(arguments, environment: environment.merging(more) { $1 })
    }

    /// Writes a file into the folder and gives its path.
    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let url = folder.appending(path: name)
        try Data(bytes).write(to: url)
        return url.path
    }

    func file(_ name: String, _ text: String) throws -> String { try file(name, Array(text.utf8)) }

    func file(_ name: String, _ sample: SampleGenerator) throws -> String { try file(name, sample.bytes) }

    func path(_ name: String) -> String { folder.appending(path: name).path }
}

/// Lends the built program with a migrated database and an empty folder.
func withProgram(_ body: (Program) async throws -> Void) async throws {
    let binary = try #require(RefineryBinary.built, "the program was not built beside the tests: swift build")
    let folder = FileManager.default.temporaryDirectory.appending(path: "refinery-e2e-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await withDatabase { try await body(Program(binary: binary, database: $0, folder: folder)) }
}

extension ProgramOutcome {
    /// What an import came to: rows, stored, duplicates, rejected.
    func counts() throws -> [Int?] {
        let object = try lastObject()
        return ["rows", "stored", "duplicates", "rejected"].map { object[$0]?.number }
    }

    /// What `inspect --json` says of each column.
    func columns() throws -> [[String: PrintedJSON]] {
        guard case .array(let columns) = try lastObject()["columns"] else { return [] }
        return columns.compactMap { if case .object(let column) = $0 { column } else { nil } }
    }
}

extension SampleCounts {
    var asPrinted: [Int?] { [rows, stored, duplicates, rejects] }
}

/// The import that a running command has submitted.
/// - Parameter isWhole: Whether to wait until all of its file is stored.
func firstImport(_ database: TestDatabase, while running: RunningProgram, isWhole: Bool = true) async throws -> ImportID {
    let condition = isWhole ? "source_received IS NULL" : "true"
    while true {
        if let text = try await database.text("SELECT id FROM refinery.imports WHERE \(condition)"), let id = UUID(uuidString: text) {
            return ImportID(rawValue: id)
        }
        try #require(running.isRunning)
        await Task.yield()
    }
}
