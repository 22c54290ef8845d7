import Testing

@Suite("Documentation") struct DocumentationRuleTests {
    private let repository = Repository.current

    @Test("every environment variable that is read stands in .env.example and in the manual") func variables() throws {
        let read = repository.swiftFiles(in: "Sources").filter { $0.path != DocumentationRule.configurationKeys }.reduce(
            into: Set<String>()
        ) {
            $0.formUnion(DocumentationRule.variables(readIn: $1))
        }
        let example = try #require(repository.file(".env.example"))
        let listed = DocumentationRule.variables(listedIn: example)
        #expect(read.subtracting(listed).isEmpty)
        #expect(listed.subtracting(read).isEmpty, "nothing reads these")
        let manual = repository.files(in: "docs", extensions: ["md"]) + [repository.file("README.md")].compactMap(\.self)
        #expect(DocumentationRule.undocumented(listed, in: manual).isEmpty)
    }

    @Test("every variable has a key in the configuration file, with the same default, and every key stands in docs/configuration.md")
    func configurationKeys() throws {
        let file = try #require(repository.file(DocumentationRule.configurationKeys))
        let keys = DocumentationRule.keys(in: file)
        #expect(keys.count == file.text.matches(of: /\.init\(/).count, "a key is written in a way that is not understood here")
        let example = try #require(repository.file(".env.example"))
        let listed = DocumentationRule.variables(listedIn: example).subtracting(DocumentationRule.variablesWithoutKey)
        #expect(
            listed.symmetricDifference(keys.map(\.variable)).isEmpty,
            "give the variable a key in \(file.path), or take the key away; then scripts/embed-schema")
        for key in keys { #expect(example.lines.contains("\(key.variable)=\(key.standard)"), "the default of \(key.variable)") }
        let page = try #require(repository.file("docs/configuration.md"))
        let rows = page.lines.filter { $0.hasPrefix("| `") }
        #expect(rows.map(String.init) == keys.map(\.row), "the table is made by scripts/embed-schema")
    }

    @Test("every subcommand stands in docs/cli.md") func commands() throws {
        let names = repository.swiftFiles(in: "Sources/refinery").reduce(into: Set<String>()) {
            $0.formUnion(DocumentationRule.commands(in: $1))
        }
        #expect(names.count > 10)
        #expect(DocumentationRule.undocumented(names, in: [try #require(repository.file("docs/cli.md"))]).isEmpty)
    }

    @Test("every kind of event stands in docs/events.md") func events() throws {
        let kinds = repository.swiftFiles(in: "Sources/RefineryModel").filter { $0.name == "EventKind.swift" }.map(
            DocumentationRule.rawValues)
        let names = try #require(kinds.first)
        #expect(!names.isEmpty)
        #expect(DocumentationRule.undocumented(names, in: [try #require(repository.file("docs/events.md"))]).isEmpty)
    }

    @Test("every kind of alert stands in docs/webhooks.md") func alerts() throws {
        let kinds = try #require(repository.file("Sources/RefineryModel/Alerts/AlertKind.swift"))
        let names = kinds.text.matches(of: /case \w+ = "([a-z_.]+)"/).map { "`\($0.output.1)`" }
        #expect(names.count > 15)
        let rows = try #require(repository.file("docs/webhooks.md")).lines.filter { $0.hasPrefix("| `") }.compactMap {
            $0.split(separator: " ").dropFirst().first.map(String.init)
        }
        #expect(Set(names).isSubset(of: rows), "\(Set(names).subtracting(rows))")
    }

    @Test("every metric stands in docs/metrics.md, and alerts and dashboards name no other") func metrics() throws {
        let files = repository.swiftFiles(in: "Sources/RefineryModel").filter { $0.name == "Metric.swift" }
        let names = files.reduce(into: Set<String>()) { $0.formUnion(DocumentationRule.rawValues(of: "Metric", in: $1)) }
        #expect(names.count > 20)
        let page = try #require(repository.file("docs/metrics.md"))
        #expect(DocumentationRule.undocumented(names, in: [page]).isEmpty)
        let deployed = ["deploy/prometheus/alerts.yaml", "deploy/prometheus/alerts_test.yaml", "deploy/grafana/refinery.json"]
        for file in deployed.compactMap(repository.file) {
            let used = Set(file.text.matches(of: /refinery_\w+/).map { String($0.output).replacing(/_(bucket|sum|count)$/, with: "") })
            #expect(!used.isEmpty && used.isSubset(of: names), "\(file.path): \(used.subtracting(names))")
        }
        let alerts = try #require(repository.file("deploy/prometheus/alerts.yaml")).text.matches(of: /alert: (\w+)/).map {
            String($0.output.1)
        }
        #expect(alerts.count > 5 && DocumentationRule.undocumented(Set(alerts), in: [page]).isEmpty)
    }

    @Test("every stage and every role of a process stands in the words of docs/architecture.md") func words() throws {
        let model = repository.swiftFiles(in: "Sources")
        let page = try #require(repository.file("docs/architecture.md"))
        let table = SourceFile(path: page.path, text: page.lines.filter { $0.hasPrefix("| ") }.joined(separator: "\n"))
        for name in ["Stage", "WorkerRole"] {
            let values = model.flatMap { DocumentationRule.rawValues(of: name, in: $0) }
            #expect(values.count > 1, "\(name)")
            #expect(DocumentationRule.undocumented(Set(values), in: [table]).isEmpty)
        }
    }

    @Test("every field of a file stands in docs/csv.md") func fields() throws {
        let columns = try #require(repository.file("Sources/RefineryModel/Records/Columns.swift")).text
        let fields = try #require(columns.split(separator: "package enum Field").last)
        let names = DocumentationRule.rawValues(in: SourceFile(path: "Field.swift", text: String(fields)))
        #expect(names.count > 15)
        #expect(DocumentationRule.undocumented(names, in: [try #require(repository.file("docs/csv.md"))]).isEmpty)
    }

    @Test("every relative link between pages leads somewhere") func links() {
        let pages = repository.files(extensions: ["md"])
        let existing = Set(repository.paths())
        #expect(pages.flatMap { LinkRule.broken(in: $0, existing: existing) }.isEmpty)
        let bad = SourceFile(path: "docs/a.md", text: "[here](b.md#part) and [up](../README.md), [out](https://example.com), [gone](c.md)")
        #expect(LinkRule.broken(in: bad, existing: ["docs/b.md", "README.md"]).map(\.what) == ["there is no docs/c.md"])
    }

    @Test("finds what is read, named and sent") func parsing() {
        let configuration = SourceFile(
            path: "Sources/refinery/Configuration.swift", text: #"let a = integer("BATCH_SIZE", 250); let b = environment["HOME"]; "json""#)
        #expect(DocumentationRule.variables(readIn: configuration) == ["BATCH_SIZE"])
        let elsewhere = SourceFile(path: "Sources/A/B.swift", text: #"environment["REFINERY_HOME"]; let state = "DONE""#)
        #expect(DocumentationRule.variables(readIn: elsewhere) == ["REFINERY_HOME"])
        #expect(DocumentationRule.variables(listedIn: SourceFile(path: ".env", text: "# A=\nB_C=1\n")) == ["B_C"])
        #expect(DocumentationRule.commands(in: SourceFile(path: "C.swift", text: #"commandName: "db", "#)) == ["db"])
        let roles = SourceFile(
            path: "R.swift", text: "enum Role: String {\n    case one\n    case two = \"a-b\"\n}\nenum B {\n    case three\n}\n")
        #expect(DocumentationRule.rawValues(of: "Role", in: roles) == ["one", "a-b"])
        #expect(DocumentationRule.rawValues(in: SourceFile(path: "E.swift", text: "    case done = \"job_done\"\n")) == ["job_done"])
    }

    @Test("a name that is only part of another word counts as undocumented") func partOfAWord() {
        let page = SourceFile(path: "docs/cli.md", text: "Use `refinery db stop` and BATCH_SIZE_MAX.")
        #expect(DocumentationRule.undocumented(["stop", "BATCH_SIZE"], in: [page]).map(\.place) == ["BATCH_SIZE"])
    }
}
