import Testing

@testable import RefineryModel

@Suite("Claim key") struct ClaimKeyTests {
    @Test("is ordered by priority, then by age, as the index is") func order() {
        let keys = [ClaimKey(priority: 2, id: 1), ClaimKey(priority: 1, id: 9), ClaimKey(priority: 1, id: 3), .floor]
        #expect(keys.sorted() == [.floor, ClaimKey(priority: 1, id: 3), ClaimKey(priority: 1, id: 9), ClaimKey(priority: 2, id: 1)])
    }
}
