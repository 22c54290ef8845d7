import Testing

import RefineryModel

@testable import RefineryStages

@Suite("--map") struct MappingOverrideTests {
    @Test("names a column by its header or its number, and a field, extra or ignore") func parses() throws {
        #expect(try MappingOverride("Firm=business_name") == MappingOverride(column: .named("Firm"), target: .field(.businessName)))
        #expect(try MappingOverride("#3=business_phone") == MappingOverride(column: .numbered(3), target: .field(.businessPhone)))
        #expect(try MappingOverride(" Notes = ignore ") == MappingOverride(column: .named("Notes"), target: .ignore))
        #expect(try MappingOverride("Notes=Extra") == MappingOverride(column: .named("Notes"), target: .extra))
        #expect(try MappingOverride("a=b=title") == MappingOverride(column: .named("a=b"), target: .field(.title)))
        #expect(
            try MappingOverride("# Employees=employee_count")
                == MappingOverride(column: .named("# Employees"), target: .field(.employeeCount)))
    }

    @Test("without both sides is refused", arguments: ["Firm", "Firm=", "=business_name", "="]) func incomplete(text: String) {
        #expect(throws: MappingError.overrideWithoutTarget(text)) { try MappingOverride(text) }
    }

    @Test(
        "with an unknown field suggests the nearest and lists all",
        arguments: [("busines_name", "business_name"), ("ZipCode", "zip_code"), ("ignored", "ignore")])
    func suggestion(wrong: String, right: String) {
        let error = #expect(throws: MappingError.unknownField(wrong)) { try MappingOverride("Firm=\(wrong)") }
        #expect(error?.remedy?.contains("Did you mean \"\(right)\"?") == true)
        #expect(error?.remedy?.contains("year_established") == true)
    }

    @Test("that cannot be followed says why") func refused() {
        expect(["Frim=title"], .unknownColumn("Frim", headers: ["Firm", "Company", "Phone"]))
        expect(["#4=title"], .columnNumberOutOfRange(4, columnCount: 3))
        expect(["#0=title"], .columnNumberOutOfRange(0, columnCount: 3))
        expect(["Firm=title", "Phone=title"], .fieldMappedTwice(.title))
        expect(["Firm=title", "#1=city"], .columnMappedTwice("Firm"))
    }

    @Test("of an unknown column suggests the nearest header") func nearestHeader() {
        let error = MappingError.unknownColumn("Frim", headers: ["City", "Firm", "Phone"])
        #expect(error.remedy?.hasPrefix("Did you mean \"Firm\"?") == true)
    }

    @Test("is advised when a needed field is missing, with what a file may do without") func advice() {
        let error = MappingError.fieldsMissing(
            [.businessName, .businessPhone], headers: ["Trading label", "Ort", "Fax phone", "Cell no."])
        #expect(error.summary.contains("\"Trading label\", \"Ort\", \"Fax phone\", \"Cell no.\""))
        #expect(error.remedy?.contains("accept a file without business names") == true)
        #expect(error.remedy?.contains("accept a file without phone numbers") == true)
    }

    @Test("every error says what happened, what to do, and exits as sysexits has it") func faults() {
        let errors: [MappingError] = [
            .empty, .overrideWithoutTarget("x"), .unknownField("x"), .unknownColumn("x", headers: ["a"]),
            .columnNumberOutOfRange(2, columnCount: 1),
            .fieldMappedTwice(.city), .columnMappedTwice("a"), .neverStored("trace_verification"), .noHeader(searched: 1, columnCount: 1),
            .fieldsMissing([.businessName], headers: []),
        ]
        for error in errors {
            #expect(error.summary.hasSuffix("."))
            #expect(error.remedy?.isEmpty == false)
            #expect([64, 65].contains(error.kind.exitCode))
        }
        #expect(Set(FaultKind.allCases.map(\.exitCode)) == [64, 65, 66, 69, 70, 73, 75, 77, 78])
    }

    private func expect(_ overrides: [String], _ expected: MappingError) {
        #expect(throws: expected) {
            try HeaderDetection.find(
                in: [["Firm", "Company", "Phone"]], overrides: overrides.map { try MappingOverride($0) }, hasHeader: nil,
                requiresPhone: true)
        }
    }
}
