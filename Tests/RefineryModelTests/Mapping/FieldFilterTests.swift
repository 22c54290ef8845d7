import RefineryModel
import Testing

@Suite("Filter of fields") struct FieldFilterTests {
    private let mapping = Mapping(
        columns: [.field(.businessName, multiplier: 1), .field(.fax, multiplier: 1), .extra(name: "Notes"), .neverStored(name: "Owner")],
        names: ["Firm", "Fax", "Notes", "Owner"])

    @Test("takes excluded fields out, and leaves columns without a field") func excluded() {
        var filter = FieldFilter()
        filter.excluded = [.fax]
        #expect(
            filter.filtered(mapping).columns == [
                .field(.businessName, multiplier: 1), .neverStored(name: "Fax"), .extra(name: "Notes"), .neverStored(name: "Owner"),
            ])
    }

    @Test("with a list of what is included nothing else is stored") func included() {
        var filter = FieldFilter()
        filter.included = [.businessName, .fax]
        filter.excluded = [.fax]
        #expect(filter.filtered(mapping).fields == [.businessName])
        #expect(filter.filtered(mapping).columns[2] == .neverStored(name: "Notes"))
        #expect(!filter.keeps(.city) && filter.keeps(.businessName) && !filter.keeps(.fax))
    }

    @Test("without a word nothing changes") func empty() {
        #expect(FieldFilter().filtered(mapping) == mapping)
    }
}
