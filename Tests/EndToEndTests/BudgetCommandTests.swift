import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing

@Suite("refinery budget", .timeLimit(.minutes(6))) struct BudgetCommandTests {
    @Test("sets what is said, shows what is left, and says so in JSON") func sets() async throws {
        try await withProgram { program in
            let first = try await program.run("budget", "set", "--money", "500.00", "--account", "AC1")
            #expect(first.status == 0, "\(first.errors)")
            #expect(first.lines.first == "AC1  ok")
            let set = try await program.run(
                "budget", "set", "--rate", "12.5", "--burst", "20", "--monthly", "50000", "--price", "line_type_intelligence=0.0075",
                "--price", "sim_swap=0.04", "--in-flight", "40", "--json")
            let object = try set.lastObject()
            #expect(object["rate_per_second"]?.text == "12.5" || set.output.contains(#""rate_per_second":12.5"#))
            #expect(object["burst"]?.number == 20 && object["in_flight"]?.number == 40 && object["monthly_requests"]?.number == 50_000)
            #expect(object["money_cap_usd"]?.number == 500)
            #expect(set.output.contains(#""line_type_intelligence":0.0075"#) && set.output.contains(#""sim_swap":0.04"#))
            let shown = try await program.run("budget")
            #expect(
                shown.lines == [
                    "AC1  ok", "  rate       12.5 requests a second, burst 20", "  in flight  40 at most",
                    shown.lines.count > 3 ? shown.lines[3] : "", "  money      $0.00 of $500.00, $500.00 left",
                    "  prices     caller_name $0.01 · carrier $0.005 · line_type_intelligence $0.0075 · sim_swap $0.04 · validation $0.00",
                ])
            #expect(shown.lines.count > 3 && shown.lines[3].hasPrefix("  requests   0 of 50,000 in 20"))
            let uncapped = try await program.run("budget", "set", "--money", "none")
            #expect(uncapped.lines.contains("  money      $0.00, no cap"))
        }
    }

    @Test("a stop is shown with its reason and what to do, and ends with resume") func stop() async throws {
        try await withProgram { program in
            try await program.database.execute(
                """
                SELECT refinery.set_lookup_budget_v1('AC7');
                SELECT refinery.report_lookups_v1('AC7', 1, 'stop', message => '20003: Authenticate');
                """)
            let shown = try await program.run("budget")
            #expect(shown.lines.first == "AC7  stopped: 20003: Authenticate")
            #expect(shown.lines.last?.hasSuffix("refinery budget resume --account AC7") == true)
            let resumed = try await program.run("budget", "resume")
            #expect(resumed.lines.first == "AC7  ok")
            #expect(resumed.errors.contains("it was stopped"))
        }
    }

    @Test("an account is named, or in the environment, or the only one; else the error says how to name one") func account() async throws {
        try await withProgram { program in
            let none = try await program.run("budget")
            #expect(none.status == 0 && none.output.isEmpty && none.errors.contains("There is no budget yet"))
            let unnamed = try await program.run("budget", "set", "--rate", "5")
            #expect(unnamed.status == 64 && unnamed.errors.contains("set TWILIO_ACCOUNT_SID"))
            let fromEnvironment = try await program.run("budget", "set", "--rate", "5", environment: ["TWILIO_ACCOUNT_SID": "AC2"])
            #expect(fromEnvironment.lines.first == "AC2  ok")
            _ = try await program.run("budget", "set", "--rate", "5", "--account", "AC3")
            let several = try await program.run("budget", "resume")
            #expect(several.status == 64 && several.errors.contains("2 have a budget"))
            let all = try await program.run("budget", "--json")
            #expect(all.lines.count == 2)
            let unknown = try await program.run("budget", "resume", "--account", "AC9")
            #expect(unknown.status == 64 && unknown.errors.contains("There is no budget of account AC9."))
        }
    }

    @Test("the simulator's account is never meant by somebody who names none") func simulated() async throws {
        try await withProgram { program in
            let simulated = "AC" + String(repeating: "0", count: 32)
            _ = try await program.run("budget", "set", "--rate", "5", "--account", simulated)
            #expect(try await program.run("budget").lines.first == "\(simulated)  ok", "to those who only try things out")
            let alone = try await program.run("budget", "set", "--rate", "7")
            #expect(alone.status == 64 && alone.errors.contains("none has a budget yet"), "\(alone.errors)")
            _ = try await program.run("budget", "set", "--rate", "5", "--account", "AC1")
            let only = try await program.run("budget", "set", "--rate", "7")
            #expect(only.status == 0 && only.lines.first == "AC1  ok", "\(only.errors)")
            #expect(try await program.run("budget").lines.filter { $0.hasPrefix("AC") } == ["AC1  ok"])
            #expect(try await program.run("budget", "--account", simulated).lines.first == "\(simulated)  ok")
        }
    }

    @Test(
        "what makes no sense is refused with 64 and a sentence",
        arguments: [
            (["--rate", "0"], "0.001 to 1,000,000"), (["--money", "five"], "no amount of dollars"), (["--price", "carrier"], "no price"),
            (["--price", "carrier=1.0000001"], "more than six digits"), ([], "Nothing is said"), (["--burst", "-1"], "burst"),
        ])
    func refuses(arguments: [String], sentence: String) async throws {
        try await withProgram { program in
            let outcome = try await program.binary.run(
                ["budget", "set", "--account", "AC1"] + arguments, environment: program.environment)
            #expect(outcome.status == 64)
            #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
        }
    }
}
