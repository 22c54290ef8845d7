import RefineryModel
import Testing

@testable import RefineryStages

@Suite("Row of another width") struct RaggedRowTests {
    private static let header = "Company,Contact,Address,City,State,Zip,Phone,Email,Notes,Source"
    private static let overrides = ["Contact=contact_name", "Address=business_address"]

    private func refine(_ rows: String...) throws -> RefinedRows {
        try RefinedRows(header: Self.header, overrides: Self.overrides, rows: rows)
    }

    @Test("that ended too early is filled up, when its cells fit their columns and one speaks for them") func short() throws {
        let refined = try refine("Acme,Jo Day,1 Main St,Boston,MA,02108,617-555-0101", "Acme,Jo Day,1 Main St,Boston,MA")
        #expect(refined.rejects.isEmpty)
        #expect(refined.records.map { $0["state"] } == ["MA", "MA"])
        #expect(refined.records.map { $0["processing_errors"] } == Array(repeating: #"[{"code":"cells_missing"}]"#, count: 2))
    }

    @Test(
        "that ended too early is a reject, when a cell contradicts its column or none speaks for it",
        arguments: [
            "Acme,Jo Day,1 Main St,MA,02108,617-555-0101,a@a.example", "Acme,Jo Day", "Acme", "Acme,1 Main St,Boston,MA,02108,617-555-0101",
            "Acme,Jo Day,1 Main St,Boston,MA,02108,a@a.example", "Suite 4,Boston,MA,02108", "Acme,a@a.example,1 Main St,Boston,MA",
            "Acme,Jo Day,1 Main St,Boston,MA,",
        ])
    func shifted(row: String) throws {
        #expect(try refine(row).rejects.map(\.code) == [.rowTooShort])
    }

    @Test("with one cell more is put together at the place that the types, a blank or a form of company tell") func long() throws {
        let rest = "1 Main St,Boston,MA,02108,617-555-0101,a@a.example,n,s"
        let refined = try refine(
            "Acme, Inc.,Jo Day,\(rest)", "Acme,Inc,Jo Day,\(rest)", "Acme,Jo Day, MD,\(rest)",
            "Acme,Jo Day,1 Main St, Suite 4,Boston,MA,02108,617-555-0101,a@a.example,n,s",
            "Acme,Jo Day,1 Main St,Boston,MA,02108,617-555-0101,a@a.example,good, pays late,s")
        #expect(refined.rejects.isEmpty, "\(refined.rejects)")
        #expect(refined.records.map { $0["business_name"] } == ["Acme, Inc.", "Acme,Inc", "Acme", "Acme", "Acme"])
        #expect(refined.records.map { $0["contact_name"] } == ["Jo Day", "Jo Day", "Jo Day, MD", "Jo Day", "Jo Day"])
        #expect(refined.records[3]["business_address"] == "1 Main St, Suite 4")
        #expect(refined.records[4]["extra"]?.contains("good, pays late") == true)
        #expect(Set(refined.records.map { $0["phone_e164"] }) == ["+16175550101"])
        #expect(Set(refined.records.map { $0["processing_errors"] }) == [#"[{"code":"delimiter_in_cell"}]"#])
    }

    @Test(
        "with a cell more is a reject, when there are several places or none",
        arguments: [
            "Acme,Tools,Jo Day,1 Main St,Boston,MA,02108,617-555-0101,a@a.example,n,s",
            "Acme,Jo Day,1 Main St,Boston,MA,02108,617-555-0101,a@a.example,n,s,x",
            "Acme,Jo Day,1 Main St,Boston,MA,02108,617-555-0101,617-555-0102,a@a.example,n,s",
            "Acme, Inc., Ltd.,Jo Day,1 Main St,Boston,MA,02108,617-555-0101,a@a.example,n,s",
        ])
    func undecided(row: String) throws {
        #expect(try refine(row).rejects.map(\.code) == [.rowTooLong])
    }

    @Test("of a file whose rows are all longer than its header is a reject") func shortHeader() throws {
        let refined = try RefinedRows(
            header: "Company,City,Phone", rows: ["Alpha Tents,Boise,208-555-0130,x", "Beta Tents,Boise,208-555-0131,y"])
        #expect(refined.rejects.map(\.code) == [.rowTooLong, .rowTooLong])
    }

    @Test("is never understood in a file with columns that are stored nowhere") func hidden() throws {
        let refined = try RefinedRows(
            header: "Company,Phone,owner_trace_data,City", rows: ["Acme,617-555-0101", "Acme,617-555-0101,SECRET, x,Boston"])
        #expect(refined.rejects.map(\.code) == [.rowTooShort, .rowTooLong])
        #expect(!"\(refined.rejects)".contains("SECRET"))
    }
}
