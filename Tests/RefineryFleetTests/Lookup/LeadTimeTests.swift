import RefineryModel
import RefineryStore
import Testing

@testable import RefineryFleet

@Suite("Lead time") struct LeadTimeTests {
    @Test("is nothing near the database, and half of the slowest of the last round trips far from it") func value() {
        var lead = LeadTime()
        #expect(lead.value == .zero)
        lead.add(roundTrip: .milliseconds(80))
        #expect(lead.value == .zero)
        lead.add(roundTrip: .milliseconds(300))
        #expect(lead.value == .milliseconds(150))
        for _ in 0..<32 { lead.add(roundTrip: .milliseconds(2)) }
        #expect(lead.value == .zero)
        lead.add(roundTrip: .seconds(60))
        #expect(lead.value == .seconds(10))
    }

    @Test(
        "leaves time to use a permit whatever the round trip, and never more of it than permits are good for",
        arguments: [1, 100, 250, 300, 2000])
    func window(milliseconds: Int) {
        let roundTrip = Duration.milliseconds(milliseconds)
        var lead = LeadTime()
        lead.add(roundTrip: roundTrip)
        let sentAt = ContinuousClock.now
        let permits = LookupPermits(
            importStatus: .running, lease: 1, granted: 2, offset: .milliseconds(-500), step: .milliseconds(20), reason: .ok, wait: .zero,
            epoch: 0, priceMicros: 0)
        let begun = BegunLookups(numbers: [], permits: permits, sentAt: sentAt, receivedAt: sentAt + roundTrip, lead: lead.value)
        let latest = begun.latest(0, latenessMax: .milliseconds(250))
        #expect(latest >= begun.receivedAt + .milliseconds(100))
        #expect(begun.due(0).duration(to: latest) <= .milliseconds(250))
        #expect(begun.due(0) >= sentAt + lead.value)
    }
}
