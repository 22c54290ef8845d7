import Foundation
import RefineryTestSupport
import Testing

@Suite("Secrets", .timeLimit(.minutes(6))) struct SecretTests {
    private static let password = "Hush-4711-hush"
    private static let webhookSecret = "whsec_aHVzaC00NzExLWh1c2gtNDcxMS1odXNoLTQ3MTE="
    private static let token = "0123456789abcdef-hush-token"

    @Test("stand in nothing that a fleet prints, at any level") func fleet() async throws {
        try await withProgram { program in
            let secrets = [
                "DATABASE_URL": program.url(with: "password", Self.password), "LOG_LEVEL": "trace",
                "ALERT_WEBHOOK_URL": "http://127.0.0.1:9/\(Self.token)", "ALERT_WEBHOOK_SECRET": Self.webhookSecret,
                "TWILIO_ACCOUNT_SID": "ACtest", "TWILIO_AUTH_TOKEN": Self.token, "TWILIO_API_KEY": "SKtest",
                "TWILIO_API_SECRET": Self.token,
                "TWILIO_LOOKUP_API_URL": "http://127.0.0.1:9/v2/PhoneNumbers",
            ]
            for role in ["coordinator", "worker", "lookup-worker"] {
                let running = try program.start(role, environment: secrets)
                while try await program.database.number("SELECT count(*) FROM refinery.workers") == 0 {
                    guard running.isRunning else { break }
                    await Task.yield()
                }
                try await expectNoneInTitles(program)
                running.send(SIGTERM)
                let outcome = try await running.end()
                #expect(outcome.status == 0, "\(role): \(outcome.errors)")
                #expect(outcome.errors.contains("sl-service"), "what libraries log of us is a part of it")
                try expectNone(outcome, role)
            }
            let file = try program.file("leads.csv", "Company,Phone\nAcme,6175550123\n")
            let run = try program.start("run", file, "--no-lookup", "--workers", "1", environment: secrets)
            while run.isRunning { try await expectNoneInTitles(program) }
            try expectNone(try await run.end(), "run")
        }
    }

    @Test("stand in no error, however wrong the settings are") func errors() async throws {
        try await withProgram { program in
            for url in [
                "postgres://me:\(Self.password)@127.0.0.1:9/none", "postgres://me:\(Self.password)@[/none",
                "mysql://me:\(Self.password)@x/y",
                "host=127.0.0.1 port=9 password=\(Self.password)", "host=x password='\(Self.password)",
            ] {
                let outcome = try await program.run("imports", environment: ["DATABASE_URL": url, "LOG_LEVEL": "trace"])
                #expect(outcome.status != 0)
                try expectNone(outcome, url)
            }
        }
    }

    /// Neither the command line of a process, which every user of the machine sees, nor what sessions of the server are called.
    private func expectNoneInTitles(_ program: Program) async throws {
        var titles = try await program.database.select("SELECT application_name FROM pg_stat_activity").compactMap { $0[0] }
        for process in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] where Int(process) != nil {
            if let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") {
                titles.append(String(decoding: line, as: UTF8.self))
            }
        }
        for secret in [Self.password, Self.token, Self.webhookSecret] { #expect(!titles.contains { $0.contains(secret) }) }
    }

    private func expectNone(_ outcome: ProgramOutcome, _ what: String) throws {
        for secret in [Self.password, Self.token, Self.webhookSecret] {
            #expect(!outcome.errors.contains(secret), "\(what): \(outcome.errors)")
            #expect(!outcome.output.contains(secret), "\(what): \(outcome.output)")
        }
    }
}
