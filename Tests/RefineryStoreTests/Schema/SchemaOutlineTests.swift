import RefineryTestSupport
import Testing

@testable import RefineryStore
@testable import SQLCatalog

@Suite("Schema outline", .timeLimit(.minutes(10))) struct SchemaOutlineTests {
    @Test("names exactly what a migrated database has") func exact() async throws {
        try await withDatabase { database in
            let found = try await database.rows(CheckObjects())
            let present = Set(found.compactMap { object in SchemaObject.Kind(rawValue: object.kind).map { SchemaObject($0, object.name) } })
            let outline = SchemaOutline()
            #expect(Set(outline.objects.keys).subtracting(present).sorted() == [], "read from sql/, but not in the database")
            #expect(present.subtracting(outline.objects.keys).sorted() == [], "in the database, but in a form that is not understood")
            for object in found where object.kind == "function" {
                #expect(outline.functionBodies[object.name]?.contains(object.source ?? "") == true, "\(object.name)")
            }
        }
    }

    @Test("follows what later migrations add, drop and rename") func later() {
        let outline = SchemaOutline(
            bootstrap: "",
            migrations: [
                SQLCatalog.File(
                    name: "1",
                    text: """
                        -- comment; with a semicolon
                        CREATE TABLE refinery.a (id bigint NOT NULL GENERATED ALWAYS AS IDENTITY, b numeric(3, 2) DEFAULT 1, -- why, oh
                            CONSTRAINT a_pkey PRIMARY KEY (id), CONSTRAINT a_check CHECK (b IN (1, 2)));
                        CREATE UNIQUE INDEX a_index ON refinery.a (b);
                        CREATE TABLE refinery.gone (id bigint);
                        CREATE CONSTRAINT TRIGGER a_chain AFTER INSERT OR UPDATE ON refinery.a
                            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refinery_internal.f();
                        CREATE CONSTRAINT TRIGGER a_old AFTER INSERT ON refinery.a FOR EACH ROW EXECUTE FUNCTION refinery_internal.f();
                        CREATE TRIGGER a_plain AFTER INSERT ON refinery.a FOR EACH ROW EXECUTE FUNCTION refinery_internal.f();
                        """),
                SQLCatalog.File(
                    name: "2",
                    text: """
                        ALTER TABLE refinery.a ADD COLUMN c text, DROP COLUMN b;
                        ALTER TABLE refinery.a DROP CONSTRAINT a_check, ADD CONSTRAINT a_key UNIQUE (c);
                        DROP INDEX refinery.a_index;
                        DROP TABLE refinery.gone;
                        DROP TRIGGER a_old ON refinery.a;
                        """),
                SQLCatalog.File(
                    name: "3",
                    text: """
                        CREATE INDEX a_c_index ON refinery.a (c, id) WHERE c IS NOT NULL;
                        ALTER TABLE refinery.a RENAME COLUMN c TO d;
                        ALTER TABLE refinery.a RENAME CONSTRAINT a_key TO a_d_key;
                        ALTER INDEX refinery.a_c_index RENAME TO a_d_index;
                        """),
            ], views: [])
        #expect(
            outline.objects.keys.sorted().map { "\($0.kind.rawValue) \($0.name)" } == [
                "column a.d", "column a.id", "constraint a.a_chain", "constraint a.a_d_key", "constraint a.a_pkey", "index a_d_index",
                "index a_d_key",
                "index a_pkey", "sequence a_id_seq", "table a",
            ])
        let index = outline.objects[SchemaObject(.index, "a_d_index")] ?? nil
        #expect(index == "CREATE INDEX a_d_index ON refinery.a (d, id) WHERE d IS NOT NULL")
    }
}
