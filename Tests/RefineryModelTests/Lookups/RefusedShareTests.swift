import RefineryModel
import Testing

@Suite("The share of requests that were refused") struct RefusedShareTests {
    private func share(after refusals: [Bool]) -> RefusedShare {
        var share = RefusedShare()
        for isRefused in refusals { share.add(isRefused: isRefused) }
        return share
    }

    @Test("three on end are too many, also after many that were accepted", arguments: [0, 1, 1000]) func onEnd(accepted: Int) {
        let before = Array(repeating: false, count: accepted)
        #expect(!share(after: before + [true, true]).isTooLarge)
        #expect(share(after: before + [true, true, true]).isTooLarge)
    }

    @Test("one in 150 is not, however long it lasts; one in 50 is") func forLong() {
        func refusals(oneIn count: Int) -> [Bool] { (1...3000).map { $0.isMultiple(of: count) } }
        #expect((1...20).allSatisfy { !share(after: Array(refusals(oneIn: 150).prefix($0 * 150))).isTooLarge })
        #expect(share(after: refusals(oneIn: 50)).isTooLarge)
    }

    @Test("what was too much is forgotten with the requests that follow") func forgets() {
        #expect(!share(after: [true, true, true] + Array(repeating: false, count: 100)).isTooLarge)
    }
}
