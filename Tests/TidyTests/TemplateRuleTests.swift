import Testing

@Suite("The templates of pages") struct TemplateRuleTests {
    private static let templates = Repository.current.files(in: "dashboard/templates", extensions: ["mustache"])

    @Test("escape every text in our own way") func escaping() {
        #expect(!Self.templates.isEmpty)
        #expect(Self.templates.flatMap(TemplateRule.escaping) == [])
    }

    @Test("hold no script, no style, and no attribute without quotes") func markup() {
        #expect(Self.templates.flatMap(TemplateRule.markup) == [])
    }

    @Test("are embedded, all of them") func embedded() throws {
        let list = try #require(Repository.current.file("Sources/CDashboard/dashboard.c"))
        let listed = list.text.matches(of: /#embed "..\/..\/([^"]+)"/).map { String($0.output.1) }
        let there = Repository.current.paths(in: "dashboard").filter { !$0.hasSuffix(".md") }
        #expect(listed == there, "run scripts/embed-dashboard")
    }

    @Test(
        "what gets around it is found",
        arguments: [
            "<p>{{x}}</p>", "{{% CONTENT_TYPE:SAFE}}{{{x}}}", "{{% CONTENT_TYPE:SAFE}}{{&x}}",
            "{{% CONTENT_TYPE:SAFE}}{{% CONTENT_TYPE:HTML}}",
        ])
    func found(text: String) {
        #expect(TemplateRule.escaping(in: SourceFile(path: "x.mustache", text: text)).isEmpty == false)
    }

    @Test(
        "what the policy of pages refuses is found",
        arguments: ["<p style=\"x\">", "<p onclick=\"x\">", "<p title={{x}}>", "<script>x</script>", "<img src=\"https://x\">"])
    func refused(text: String) {
        #expect(TemplateRule.markup(in: SourceFile(path: "x.mustache", text: text)).isEmpty == false)
    }
}
