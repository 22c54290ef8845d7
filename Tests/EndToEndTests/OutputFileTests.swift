import Foundation
import RefineryTestSupport
import Testing

@Suite("Output files", .timeLimit(.minutes(6))) struct OutputFileTests {
    private static let rows = ["sample", "--rows", "50", "--seed", "9"]

    @Test("replace regular files only: what a link points to, never a link, a pipe or a device") func kinds() async throws {
        try await withProgram { program in
            let expected = try await program.binary.run(Self.rows).output
            func sample(_ path: String, _ more: String...) async throws -> ProgramOutcome {
                try await program.binary.run(Self.rows + ["--output", path] + more)
            }
            let manager = FileManager.default
            let file = try program.file("old.csv", "old")
            let link = program.path("link.csv")
            try manager.createSymbolicLink(atPath: link, withDestinationPath: file)
            #expect(try await sample(link).status == 0)
            #expect(try manager.destinationOfSymbolicLink(atPath: link) == file)
            #expect(try String(contentsOfFile: file, encoding: .utf8) == expected)

            let pipe = program.path("pipe")
            try #require(mkfifo(pipe, 0o600) == 0)
            let reader = try program.binary.readAll(pipe)
            #expect(try await sample(pipe).status == 0)
            #expect(try await reader.end().output == expected)
            #expect(Self.kind(pipe) == S_IFIFO)

            let throughShell = try await program.shell(Self.rows.joined(separator: " ") + " --output /dev/stdout")
            #expect(throughShell.output == expected)
            if getuid() == 0 {
                for (minor, status) in [(3, Int32(0)), (7, 73)] {
                    let device = program.path("device\(minor)")
                    try #require(mknod(device, S_IFCHR | 0o600, dev_t(1 << 8 | minor)) == 0)
                    #expect(try await sample(device).status == status)
                    #expect(Self.kind(device) == S_IFCHR)
                }
            }

            #expect(try await sample(file, "--no-clobber").status == 73)
            #expect(try await sample(program.path("new.csv"), "--no-clobber").status == 0)
            #expect(try String(contentsOfFile: program.path("new.csv"), encoding: .utf8) == expected)
            #expect(try Self.partials(program).isEmpty)
        }
    }

    @Test("leave nothing behind when a signal ends the command", arguments: [SIGINT, SIGTERM]) func interrupted(signal: Int32) async throws
    {
        try await withProgram { program in
            let running = try program.start("sample", "--rows", "100000000", "--output", program.path("large.csv"))
            while try Self.partials(program).isEmpty {
                try #require(running.isRunning)
                await Task.yield()
            }
            running.send(signal)
            #expect(try await running.end().status == 128 + signal)
            #expect(try Self.partials(program).isEmpty)
        }
    }

    private static func partials(_ program: Program) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: program.folder.path).filter { $0.hasSuffix(".partial") }
    }

    private static func kind(_ path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
    }
}

extension RefineryBinary {
    /// Starts what reads a pipe to its end.
    fileprivate func readAll(_ path: String) throws -> RunningProgram { try RefineryBinary(path: "/bin/cat").start([path]) }
}
