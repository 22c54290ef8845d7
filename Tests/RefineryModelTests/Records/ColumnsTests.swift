import RefineryModel
import Testing

@Suite("Columns of records") struct ColumnsTests {
    @Test("are counted as they are listed, and so are the fields of files") func indices() {
        #expect(RecordColumn.allCases.map(\.index) == Array(RecordColumn.allCases.indices))
        #expect(Field.allCases.map(\.index) == Array(Field.allCases.indices))
    }

    @Test("hold every field of a file, each its own unless the field is a part of another") func fields() {
        let whole = Field.allCases.filter { !$0.isPart }
        #expect(Set(whole.map(\.column)).count == whole.count)
        let parts = Field.allCases.filter { $0.isPart && $0 != .phoneExtension }
        #expect(Set(parts.map(\.column)).isSubset(of: Set(whole.map(\.column))))
        #expect(Field.phoneExtension.column.fill == .with(.phoneE164))
    }

    @Test("say one thing of a draft at a time, and nothing after it was emptied") func draft() {
        let draft = RecordDraft()
        #expect(draft.description.map(\.text) == ["missing"])
        draft[number: .employeeCount] = 0
        draft.phoneStatus = .valid
        let city = Array("Boston".utf8)
        city.withUnsafeBufferPointer { city in
            draft[.city] = city
            #expect(draft.description.map(\.column) == [.phoneStatus, .city, .employeeCount])
            #expect(draft.description.map(\.text) == ["valid", "Boston", "0"])
            #expect(draft.has(.city) && draft.has(.employeeCount) && !draft.has(.state))
            draft.removeAll()
        }
        #expect(draft.description.map(\.text) == ["missing"])
    }
}
