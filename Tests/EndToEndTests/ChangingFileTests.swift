import Foundation
import RefineryTestSupport
import Testing
import RefineryOperations

@Suite("Files that are more than a file", .timeLimit(.minutes(6))) struct ChangingFileTests {
    private static let text = "Company,Phone\nAcme,6175550123\n"

    @Test("a file that grows, is cut or written to while it is read is refused, and one that rests is not") func changes() async throws {
        try await withProgram { program in
            let path = try program.file("leads.csv", Self.text)
            let size = Int64(Self.text.utf8.count)
            try SourceFile(path: path).checkUnchanged(read: size)
            let changes: [(FileHandle) throws -> Void] = [
                {
                    try $0.seekToEnd(); try $0.write(contentsOf: Data("More,6175550124\n".utf8))
                },
                { try $0.truncate(atOffset: 20) },
            ]
            for change in changes {
                let source = try SourceFile(path: path)
                let handle = try FileHandle(forUpdating: URL(filePath: path))
                try change(handle)
                try handle.close()
                #expect(throws: SourceFileError.changed(path: path)) { try source.checkUnchanged(read: size) }
            }
            let source = try SourceFile(path: path)
            #expect(throws: SourceFileError.changed(path: path)) { try source.checkUnchanged(read: 3) }
        }
    }

    @Test("pipes are read, and one that nobody writes to is refused at once") func pipes() async throws {
        try await withProgram { program in
            let file = try program.file("leads.csv", Self.text)
            let piped = try await program.shell("submit - < '\(file)'")
            #expect(piped.status == 0, "\(piped.errors)")
            let again = try await RefineryBinary(path: "/bin/sh").run(
                ["-c", "cat '\(file)' | '\(program.binary.path)' submit - --again --json"], environment: program.environment)
            #expect(again.status == 0, "\(again.errors)")
            let stored = try await program.database.number(
                "SELECT count(*) FROM refinery.imports WHERE source_bytes = \(Self.text.utf8.count)")
            #expect(stored == 2)
            let pipe = program.path("pipe")
            try #require(mkfifo(pipe, 0o600) == 0)
            let silent = try await program.run("submit", pipe)
            #expect(silent.status == 66, "\(silent.errors)")
            #expect(silent.errors.contains("Nobody writes"), "\(silent.errors)")
            #if os(Linux)
            #expect(try await program.run("submit", "/proc/self/mem").status == 66)
            #endif
        }
    }

    @Test("a name full of control characters is shown, not acted upon") func names() async throws {
        try await withProgram { program in
            let path = try program.file("a\u{1B}]0;owned\u{7}\nb\u{202E}.csv", Self.text)
            for words in [["submit", path], ["imports"], ["status"], ["submit", path], ["submit", path + "x"]] {
                let outcome = try await program.binary.run(words, environment: program.environment)
                let all = outcome.output + outcome.errors
                #expect(!all.contains("\u{1B}]") && !all.contains("\u{202E}") && !all.contains("\nb\\u{202E}"), "\(words): \(all)")
            }
        }
    }

    @Test("log lines are objects with LOG_FORMAT=json, and a process says that it stops") func logs() async throws {
        try await withProgram { program in
            let running = try program.start("worker", environment: ["LOG_FORMAT": "json", "LOG_LEVEL": "info"])
            while try await program.database.number("SELECT count(*) FROM refinery.workers") == 0 {
                try #require(running.isRunning)
                await Task.yield()
            }
            running.send(SIGTERM)
            let lines = try await running.end().errors.split(separator: "\n")
            let objects = try lines.map { try JSONDecoder().decode([String: PrintedJSON].self, from: Data($0.utf8)) }
            #expect(objects.allSatisfy { $0["time"] != nil && $0["level"] != nil && $0["logger"] == .text("refinery.worker") })
            let messages = objects.compactMap { $0["message"]?.text }
            #expect(messages.contains("stopping") && messages.last == "stopped", "\(messages)")
            #expect(try await program.run("imports", environment: ["LOG_FORMAT": "xml"]).status == 78)
        }
    }
}
