import Testing

@Suite("Sources") struct SourceRuleTests {
    private let repository = Repository.current
    private let bad = SourceFile(
        path: "Sources/Store/Utils/A.swift",
        text: """
            // print("a comment")
            func show() { print("data") }
            func print(page: Int) { page.print(fingerprint(1)) }
            // TODO: finish
            try await Task.sleep(for: .seconds(1))
            """)

    @Test("no source prints") func prints() {
        #expect(repository.swiftFiles(in: "Sources").flatMap(SourceRule.prints).isEmpty)
        #expect(SourceRule.prints(in: bad).map(\.place) == ["Sources/Store/Utils/A.swift:2"])
    }

    @Test("nothing is left half done") func leftovers() {
        let files = ["Sources", "Tests", "sql", "scripts", "benchmarks"].flatMap { repository.files(in: $0) }
        #expect(files.filter { !$0.path.hasPrefix("Tests/TidyTests/") }.flatMap(SourceRule.leftovers).isEmpty)
        #expect(SourceRule.leftovers(in: bad).map(\.place) == ["Sources/Store/Utils/A.swift:4"])
    }

    @Test("no test sleeps") func sleeps() {
        let files = repository.swiftFiles(in: "Tests").filter { !$0.path.hasPrefix("Tests/TidyTests/") }
        #expect(files.flatMap(SourceRule.sleeps).isEmpty)
        #expect(SourceRule.sleeps(in: bad).map(\.place) == ["Sources/Store/Utils/A.swift:5"])
    }

    @Test("no text below the command line names one of its options") func flags() {
        let targets = ["RefineryModel", "RefineryStages", "RefineryStore", "RefineryFleet", "RefineryOperations"]
        #expect(targets.flatMap { repository.swiftFiles(in: "Sources/\($0)") }.flatMap(SourceRule.flags).isEmpty)
        let text = #"let remedy = "Submit it again with --again.""#
        #expect(SourceRule.flags(in: SourceFile(path: "Sources/Store/B.swift", text: text)).count == 1)
    }

    @Test("no source is longer than 500 lines") func length() {
        #expect(repository.swiftFiles(in: "Sources").flatMap(SourceRule.length).isEmpty)
        let long = SourceFile(path: "A.swift", text: String(repeating: "\n", count: 500))
        #expect(SourceRule.length(of: long).count == 1)
    }

    @Test("no folder is named after nothing") func folders() {
        #expect((repository.swiftFiles(in: "Sources") + repository.swiftFiles(in: "Tests")).flatMap(SourceRule.vagueFolder).isEmpty)
        #expect(SourceRule.vagueFolder(of: bad).count == 1)
    }
}
