import Testing

@Suite("Wording") struct WordingRuleTests {
    @Test("no file speaks of how it was made") func wording() {
        let files = Repository.current.files().filter { !$0.path.hasPrefix("Tests/TidyTests/") }
        #expect(files.count > 50)
        #expect(files.flatMap(WordingRule.findings).isEmpty)
    }

    @Test(
        "objects to words about its making",
        arguments: ["see /work/shared", "written by an AI", "asked an LLM", "the coding agent said", "claude wrote it"])
    func objects(text: String) {
        #expect(WordingRule.findings(in: SourceFile(path: "a.md", text: text)).count == 1)
    }

    @Test(
        "has nothing against words of the field",
        arguments: [
            "a session advisory lock", "session settings", "the User-Agent header", "Insurance Agents, Brokers and Service", "worker/",
            "the last session that used it", "MAIN MAIL", "the framework/rules",
        ])
    func accepts(text: String) {
        #expect(WordingRule.findings(in: SourceFile(path: "a.md", text: text)).isEmpty)
    }
}
