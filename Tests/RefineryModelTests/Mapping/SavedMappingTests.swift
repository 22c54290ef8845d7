import Testing

@testable import RefineryModel

@Suite("A mapping for files to come") struct SavedMappingTests {
    private func columns(_ pairs: KeyValuePairs<String, String>) throws -> [SavedMapping.Column] {
        try pairs.map { .init(header: $0.key, target: try MappingOverride.Target($0.value)) }
    }

    /// What the first mapping that fits says of headers, as `--map` would write it; nil where none fits.
    private func said(_ library: MappingLibrary, _ headers: [String], besides columns: Set<Int> = [], _ fields: Set<Field> = [])
        -> [String]?
    {
        library.match(headers)?.overrides(besides: columns, fields).map { override in
            if case .numbered(let number) = override.column { "\(number)=\(override.target.text)" } else { "" }
        }
    }

    @Test("has the signature of its headers, whatever their case, punctuation and order") func signature() throws {
        let signature = try #require(HeaderSignature(["Company Name", "Phone", "City"]))
        #expect(signature == HeaderSignature(["PHONE", "company_name", " city ", ""]))
        #expect(signature.id == HeaderSignature(["city", "Phone:", "Company-Name"])?.id)
        #expect(signature != HeaderSignature(["Company Name", "Phone", "City", "State"]))
        #expect(signature.id.count == 16)
        #expect(HeaderSignature(["", " ", "–"]) == nil, "every file without header would be the same")
    }

    @Test("tells columns of the same name, or of none, apart by their place") func order() {
        #expect(HeaderSignature(["Name", "Phone", "Phone"]) != HeaderSignature(["Phone", "Name", "Phone"]))
        #expect(HeaderSignature(["", "Name", "Phone"]) != HeaderSignature(["Name", "", "Phone"]))
    }

    @Test("is remembered with the use of each column, but not of a file without header, nor of a list of rejects") func remembers() throws {
        let mapping = Mapping(
            columns: [
                .field(.businessName, multiplier: 1), .field(.otherPhones, multiplier: 1, role: .mobile), .extra(name: "C"),
                .neverStored(name: "D"),
            ],
            names: ["A", "B", "C", "D"])
        let saved = try #require(SavedMapping(name: "leads.csv", header: ["A", "B", "C", "D"], mapping: mapping))
        #expect(saved.columns == (try columns(["A": "business_name", "B": "other_phones:mobile", "C": "extra", "D": "ignore"])))
        #expect(!saved.isTemplate)
        #expect(SavedMapping(name: "x", header: nil, mapping: mapping) == nil)
        let rejects = RejectColumns.names + ["A"]
        let dropped = Mapping(columns: rejects.map { .extra(name: $0) }, names: rejects)
        #expect(SavedMapping(name: "x", header: rejects, mapping: dropped) == nil)
    }

    @Test("counts for the next file with its headers and for no other") func exact() throws {
        let library = MappingLibrary(own: [
            SavedMapping(name: "a", columns: try columns(["Firm": "business_name", "Tel": "business_phone"]))
        ])
        #expect(said(library, ["TEL", "firm"]) == ["1=business_phone", "2=business_name"])
        #expect(library.match(["Firm", "Tel", "Fax"]) == nil)
        #expect(library.match(["Firm"]) == nil)
        #expect(library.header(among: [["a", "b"], ["Tel.", "Firm"]]) == 1)
    }

    @Test("of columns with the same name says of each what was said of it") func sameNames() throws {
        let library = MappingLibrary(
            own: [
                SavedMapping(
                    name: "a", columns: try columns(["Name": "business_name", "Phone": "business_phone", "phone": "other_phones:home"]))
            ])
        #expect(said(library, ["Name", "Phone", "Phone"]) == ["1=business_name", "2=business_phone", "3=other_phones:home"])
    }

    @Test("that is a template counts for every file that has what it requires, and says nothing of other columns") func template() throws {
        let template = SavedMapping(
            name: "T", requires: ["Firm", "Record owner"],
            columns: try columns(["Firm": "business_name", "Record owner": "extra", "Cell": "direct_phone:mobile"]))
        let library = MappingLibrary(templates: [template])
        #expect(said(library, ["Cell", "X", "Firm", "Record Owner"]) == ["1=direct_phone:mobile", "3=business_name", "4=extra"])
        #expect(library.match(["Cell", "Firm"]) == nil)
        #expect(library.match(RejectColumns.names + ["Firm", "Record owner"]) == nil, "a list of rejects has names of its own")
    }

    @Test("loses to one that is remembered; among templates the user's own wins, then the one that knows most") func precedence() throws {
        let small = SavedMapping(name: "small", requires: ["A"], columns: try columns(["A": "title"]))
        let large = SavedMapping(name: "large", requires: ["A"], columns: try columns(["A": "title", "B": "city"]))
        let own = SavedMapping(name: "own", requires: ["A"], columns: try columns(["A": "state"]))
        let remembered = SavedMapping(name: "file", columns: try columns(["A": "county", "B": "extra"]))
        #expect(MappingLibrary(templates: [small, large]).match(["A", "B"])?.origin.name == "large")
        #expect(MappingLibrary(own: [own], templates: [small, large]).match(["A", "B"])?.origin.name == "own")
        let origin = MappingLibrary(own: [own, remembered], templates: [large]).match(["A", "B"])?.origin
        #expect(origin?.name == "file" && origin?.kind == .remembered && origin?.id == remembered.id)
    }

    @Test("gives way to what is mapped by hand: a field has one column, further phones and e-mails are kept as such") func byHand() throws {
        let template = SavedMapping(
            name: "T", requires: ["P"],
            columns: try columns([
                "P": "business_phone", "Q": "business_phone", "E": "business_email", "C": "city", "D": "city", "F": "fax",
            ]))
        let library = MappingLibrary(templates: [template])
        #expect(said(library, ["P", "Q", "C", "D", "F"]) == ["1=business_phone", "2=other_phones:main", "3=city", "4=extra", "5=fax"])
        #expect(
            said(library, ["X", "P", "E", "C"], besides: [0], [.businessPhone, .businessEmail, .city])
                == ["2=other_phones:main", "3=other_emails", "4=extra"])
    }

    @Test("is written as JSON and read again: an object, an array, or one a line") func json() throws {
        let one = SavedMapping(
            name: "Ünïcode \"x\"",
            columns: try columns(["Firm, or \"shop\"": "business_name", "": "ignore", "Cell": "other_phones:mobile"]))
        let two = SavedMapping(name: "T", source: "https://example.com", requires: ["A"], columns: try columns(["A": "annual_revenue"]))
        let (first, second) = (try one.json(), try two.json())
        #expect(try SavedMapping.list(json: first) == [one])
        #expect(try SavedMapping.list(json: "\(first)\n\n\(second)\n") == [one, two])
        #expect(try SavedMapping.list(json: "[\(first),\n[\(second)]]") == [one, two])
    }

    @Test(
        "that makes no sense is refused with what is wrong",
        arguments: [
            ("", "JSON"), ("{}", "JSON"), ("firm,phone\n", "JSON"),
            (#"{"name":"","columns":[{"header":"A","field":"city"}]}"#, "no name"),
            (#"{"name":"a","columns":[{"header":"A\u0000b","field":"city"}]}"#, "NUL"),
            (#"{"name":"a","columns":[{"header":"A","field":"town"}]}"#, "town"),
            (#"{"name":"a","columns":[{"header":"A","field":"city:mobile"}]}"#, "city:mobile"),
            (#"{"name":"a","columns":[]}"#, "no column"),
            (#"{"name":"a","requires":[],"columns":[{"header":"A","field":"city"}]}"#, "every file"),
            (#"{"name":"a","requires":["B"],"columns":[{"header":"A","field":"city"}]}"#, "“B”"),
        ])
    func refused(text: String, says: String) throws {
        do {
            _ = try SavedMapping.list(json: text)
            Issue.record("it was read")
        } catch let fault as any Fault {
            #expect(fault.code == .mappingInvalid)
            #expect(fault.summary.contains(says), "\(fault.summary)")
        }
    }

    @Test("says each target as it is parsed") func targets() throws {
        for text in ["business_name", "other_phones:toll_free", "business_address:line2", "extra", "ignore"] {
            #expect(try MappingOverride.Target(text).text == text)
        }
        #expect(throws: MappingError.unknownField("extra:main")) { try MappingOverride.Target("extra:main") }
    }
}
