import Foundation
import RefineryModel
import RefineryTestSupport
import Testing

@Suite("deploy/rolling-deploy", .timeLimit(.minutes(6))) struct RollingDeployTests {
    private static let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../deploy/rolling-deploy")
        .standardized.path

    /// Starts units as processes of this machine: `control restart worker-1`, `control pid worker-1`.
    private static func control(_ program: Program) throws -> String {
        let root = program.path("root")
        let path = try program.file(
            "control",
            """
            #!/usr/bin/env bash
            file=\(root)/$2.pid
            process=$(cat "$file" 2>/dev/null || echo 0)
            case $1 in
                pid) [ "$process" != 0 ] && kill -0 "$process" 2>/dev/null && echo "$process" || echo 0 ;;
                restart)
                    if [ "$process" != 0 ] && kill -TERM "$process" 2>/dev/null; then while kill -0 "$process" 2>/dev/null; do sleep 0.05; done; fi
                    set -a
                    . \(root)/current/env
                    set +a
                    # Nothing of this process stays open in the unit: whoever waits for its end would wait for the unit's.
                    (
                        for file in /proc/$BASHPID/fd/*; do [ "${file##*/}" -lt 3 ] || eval "exec ${file##*/}>&-"; done
                        exec nohup \(root)/current/bin/refinery "${2%-*}" >>\(root)/log 2>&1
                    ) &
                    echo $! >"$file"
                    ;;
            esac
            """)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        return path
    }

    private static let units = ["coordinator-1", "worker-1", "worker-2"]

    private func deploy(_ program: Program, _ arguments: String...) async throws -> ProgramOutcome {
        let more = ["--root", program.path("root"), "--control", program.path("control"), "--units", Self.units.joined(separator: " ")]
        let environment = program.environment.merging(
            ["REFINERY_TEST_BATCH_DELAY_MS": "100", "BATCH_SIZE": "10", "MAX_CONCURRENT_BATCHES": "1", "MAX_RECORDS_PER_RUN": "0"]) { $1 }
        return try await RefineryBinary(path: Self.script).run(
            more + ["--patience", "10", "--watch", "2"] + arguments, environment: environment)
    }

    private func process(of unit: String, _ program: Program) throws -> Int32 {
        let text = try String(contentsOfFile: program.path("root/\(unit).pid"), encoding: .utf8)
        return try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    private func revisions(_ program: Program) async throws -> String? {
        try await program.database.text("SELECT string_agg(DISTINCT version, ',') FROM refinery.worker_activity WHERE alive")
    }

    @Test("replaces a release during an import, also past a kill, and goes back from one that does not run: nothing is lost")
    func replaces()
        async throws
    {
        try await withProgram { program in
            _ = try Self.control(program)
            defer { for unit in Self.units { if let process = try? process(of: unit, program) { kill(process, SIGKILL) } } }
            let first = try await deploy(program, "v1", program.binary.path)
            #expect(first.status == 0, "\(first.errors)")
            #expect(try await revisions(program) == "0.1.0+v1")

            let rows = "Company,Phone\n" + (0..<1200).map { "Firm \($0),617555\(1000 + $0)\n" }.joined()
            let submit = try await program.run(
                "submit", try program.file("leads.csv", rows), "--no-lookup", "--all", environment: ["BATCH_SIZE": "10"])
            #expect(submit.status == 0, "\(submit.errors)")
            // A kill in the middle, which no unit recovers from by itself.
            kill(try process(of: "worker-2", program), SIGKILL)
            let second = try await deploy(program, "v2", program.binary.path)
            #expect(second.status == 0, "\(second.errors)")
            #expect(try await revisions(program) == "0.1.0+v2")

            let broken = try program.file(
                "broken", "#!/bin/sh\ncase $1 in worker) exit 1 ;; *) exec \(program.binary.path) \"$@\" ;; esac\n")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: broken)
            let third = try await deploy(program, "v3", broken)
            #expect(
                third.status == 1 && third.errors.contains("worker-1 is not well") && third.errors.contains("v2 runs again"),
                "\(third.errors)")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: program.path("root/current")) == "releases/v2")
            #expect(try await revisions(program) == "0.1.0+v2")

            let watch = try await program.run("watch", String(submit.lines[0]))
            #expect(watch.status == 0, "\(watch.errors)")
            #expect(try await program.database.number("SELECT count(*) FROM refinery.records") == 1200)
            #expect(try await program.database.contradictions().isEmpty)

            let dry = try await deploy(program, "--dry-run", "v4", program.binary.path)
            #expect(dry.status == 0 && dry.errors.contains("would restart worker-1"), "\(dry.errors)")
            #expect(!FileManager.default.fileExists(atPath: program.path("root/releases/v4")))
            let back = try await deploy(program, "--back")
            #expect(back.status == 0, "\(back.errors)")
            #expect(try await revisions(program) == "0.1.0+v1")
            #expect(try await deploy(program, "v1", program.binary.path).status == 64, "it runs already")
        }
    }
}
