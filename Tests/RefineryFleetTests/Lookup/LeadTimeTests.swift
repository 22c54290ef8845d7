import RefineryModel
import RefineryStore
import Testing

@testable import RefineryFleet

@Suite("Lead time") struct LeadTimeTests {
    @Test("is nothing near the database, and half of the slowest of the last round trips far from it") func value() {
        let now = ContinuousClock.now
        var lead = LeadTime()
        #expect(lead.value(at: now) == .zero)
        lead.add(roundTrip: .milliseconds(80), at: now)
        #expect(lead.value(at: now) == .zero)
        lead.add(roundTrip: .milliseconds(300), at: now)
        #expect(lead.value(at: now) == .milliseconds(150))
        for _ in 0..<32 { lead.add(roundTrip: .milliseconds(2), at: now) }
        #expect(lead.value(at: now) == .zero)
        lead.add(roundTrip: .seconds(60), at: now)
        #expect(lead.value(at: now) == .seconds(10))
    }

    @Test("forgets a stall within seconds, however few answers came since; the last answer is never forgotten") func stall() {
        let now = ContinuousClock.now
        var lead = LeadTime()
        lead.add(roundTrip: .seconds(30), at: now)
        #expect(lead.value(at: now + .seconds(60)) == .seconds(10))
        lead.add(roundTrip: .milliseconds(2), at: now + .seconds(4))
        #expect(lead.value(at: now + .seconds(4)) == .seconds(10))
        #expect(lead.value(at: now + .seconds(6)) == .zero)
    }

    @Test(
        "leaves time to use a permit whatever the round trip, and never more of it than permits are good for",
        arguments: [1, 100, 250, 300, 2000])
    func window(milliseconds: Int) {
        let roundTrip = Duration.milliseconds(milliseconds)
        var lead = LeadTime()
        let sentAt = ContinuousClock.now
        lead.add(roundTrip: roundTrip, at: sentAt)
        let ahead = lead.value(at: sentAt)
        let permits = LookupPermits(
            importStatus: .running, lease: 1, granted: 2, offset: .milliseconds(-500), step: .milliseconds(20), reason: .ok, wait: .zero,
            epoch: 0, priceMicros: 0)
        let begun = BegunLookups<BegunNumber>(items: [], permits: permits, sentAt: sentAt, receivedAt: sentAt + roundTrip, lead: ahead)
        let latest = begun.latest(0, latenessMax: .milliseconds(250))
        #expect(latest >= begun.receivedAt + .milliseconds(100))
        #expect(begun.due(0).duration(to: latest) <= .milliseconds(250))
        #expect(begun.due(0) >= sentAt + ahead)
    }
}
