import Testing

@Suite("SQL files") struct SQLRuleTests {
    private let repository = Repository.current

    @Test("every file begins with its own path") func headers() {
        let files = repository.files(in: "sql", extensions: ["sql"])
        #expect(!files.isEmpty)
        #expect(files.flatMap(SQLRule.header).isEmpty)
        #expect(SQLRule.header(of: SourceFile(path: "sql/queries/claim.sql", text: "SELECT 1;\n")).count == 1)
    }

    @Test("a statement lies in the folder of the code that runs it") func folders() {
        let statements = repository.paths(in: "sql/queries")
        #expect(SQLRule.folders(of: statements, in: repository.swiftFiles(in: "Sources/RefineryStore")).isEmpty)
        let stray = SQLRule.folders(
            of: ["sql/queries/runs/claim.sql"], in: [SourceFile(path: "Sources/RefineryStore/Jobs/Claim.swift", text: "query(\"claim\")")])
        #expect(stray.map(\.what) == ["move it to sql/queries/jobs"])
        #expect(SQLRule.folders(of: ["sql/queries/runs/claim.sql"], in: []).map(\.what) == ["nobody runs it: remove it"])
    }

    @Test("every migration says why and what it locks") func migrations() {
        #expect(repository.files(in: "sql/migrations").flatMap(SQLRule.reasons).isEmpty)
        let silent = SourceFile(path: "sql/migrations/0001_a.sql", text: "-- sql/migrations/0001_a.sql\n-- Why:   new\nCREATE TABLE a ();")
        #expect(SQLRule.reasons(of: silent).map(\.what) == ["add a line that begins with -- Locks:"])
    }

    @Test("migrations are numbered without a gap") func numbering() {
        #expect(SQLRule.numbering(of: repository.paths(in: "sql/migrations")).isEmpty)
        #expect(SQLRule.numbering(of: ["sql/migrations/0001_a.sql", "sql/migrations/0003_b.sql"]).count == 1)
    }

    @Test("a migration that programs of the release before may work beside only adds") func expansion() throws {
        let text = try #require(repository.file("sql/views/oldest_program.sql")).text
        let oldest = try #require(text.firstMatch(of: /SELECT (\d+)/).flatMap { Int($0.output.1) })
        let later = repository.files(in: "sql/migrations").filter { file in
            file.path.split(separator: "/").last.flatMap { Int($0.prefix(4)) } ?? 0 > oldest
        }
        #expect(later.flatMap(SQLRule.expansion).isEmpty)
        let taking = SourceFile(path: "sql/migrations/0002_a.sql", text: "-- DROP TABLE\nALTER TABLE a DROP COLUMN b;")
        #expect(SQLRule.expansion(of: taking).count == 1)
    }

    @Test("every function says where it looks for objects") func searchPaths() {
        #expect(repository.files(in: "sql/views").flatMap(SQLRule.searchPaths).isEmpty)
        let open = SourceFile(
            path: "sql/views/a.sql",
            text: "CREATE OR REPLACE FUNCTION refinery.a() RETURNS int\nLANGUAGE sql\nSET search_path = pg_catalog\nAS $$ SELECT 1 $$;")
        #expect(SQLRule.searchPaths(of: open).map(\.place) == ["sql/views/a.sql: refinery.a"])
    }

    @Test("docs/sql.md says with which SQLSTATEs each function refuses") func refusals() throws {
        let refusals = FunctionRefusals(repository.files(in: "sql/views"))
        let documented = refusals.differences(from: try #require(repository.file("docs/sql.md")))
        #expect(documented.findings.isEmpty)
        #expect(documented.functions >= 13)
        let source = SourceFile(
            path: "sql/views/a.sql",
            text: """
                CREATE OR REPLACE FUNCTION refinery.a() RETURNS int AS $$ SELECT refinery.b() $$;
                CREATE OR REPLACE FUNCTION refinery.b() RETURNS int AS $$ RAISE EXCEPTION 'x' USING ERRCODE = 'no_data_found' $$;
                """)
        let page = SourceFile(path: "docs/a.md", text: "| `a()` | text | does | `22023` |\n| `b()` | text | does | `P0002` |\n")
        #expect(FunctionRefusals([source]).differences(from: page).findings.map(\.what) == [#"it refuses with ["P0002"]"#])
    }

    @Test("statements live nowhere else") func home() {
        let homes = ["sql/", "benchmarks/", "lab/"]
        let strays = repository.paths().filter { path in path.hasSuffix(".sql") && !homes.contains { path.hasPrefix($0) } }
        #expect(strays.isEmpty)
    }
}
