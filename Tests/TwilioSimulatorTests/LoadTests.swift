import Testing

@testable import TwilioSimulator

@Suite("Load") struct LoadTests {
    @Test("the shares come out, one outcome a request, the same for the same seed") func shares() {
        let behaviour = Behaviour.with {
            $0.rate429 = 0.1
            $0.rate5xx = 0.05
            $0.rateReset = 0.2
            $0.ratePackageError = 0.15
            $0.packageErrorCode = 60_608
        }
        let plans = (0..<20_000).map { Plan(behaviour, ordinal: $0, isFailing: false).outcome }
        func share(_ outcome: Plan.Outcome) -> Double { Double(plans.count { $0 == outcome }) / 20_000 }
        #expect(abs(share(.refuse) - 0.1) < 0.01 && abs(share(.fail(status: 503)) - 0.05) < 0.01)
        #expect(abs(share(.mishap(.reset)) - 0.2) < 0.01 && abs(share(.packageError(60_608)) - 0.15) < 0.01)
        #expect(abs(share(.answer) - 0.5) < 0.015)
        #expect(plans == (0..<20_000).map { Plan(behaviour, ordinal: $0, isFailing: false).outcome })
        var other = behaviour
        other.seed = 2
        #expect(plans != (0..<20_000).map { Plan(other, ordinal: $0, isFailing: false).outcome })
    }

    @Test("latency is fixed, uniform or lognormal with the wanted percentiles") func latency() {
        func sorted(_ behaviour: Behaviour) -> [Duration] { (0..<20_000).map { Draw(seed: 3, ordinal: $0).latency(behaviour) }.sorted() }
        let fixed = sorted(.with { $0.latencyMilliseconds = 20 })
        #expect(fixed.first == .milliseconds(20) && fixed.last == .milliseconds(20))
        let uniform = sorted(
            .with {
                $0.latencyMilliseconds = 10
                $0.latencyMaxMilliseconds = 30
            })
        #expect(uniform.first! >= .milliseconds(10) && uniform.last! <= .milliseconds(30))
        #expect(uniform[10_000] > .milliseconds(19) && uniform[10_000] < .milliseconds(21))
        let lognormal = sorted(
            .with {
                $0.latencyMilliseconds = 50
                $0.latencyP99Milliseconds = 400
            })
        #expect(lognormal[10_000] > .milliseconds(46) && lognormal[10_000] < .milliseconds(54))
        #expect(lognormal[19_800] > .milliseconds(350) && lognormal[19_800] < .milliseconds(450))
    }

    @Test("a burst fails the next so many requests, then ends") func burst() {
        let load = LoadControl(
            .with {
                $0.failRequests = 2
                $0.failStatus = 500
            })
        #expect((0..<3).map { load.plan(ordinal: $0).outcome } == [.fail(status: 500), .fail(status: 500), .answer])
        #expect(load.behaviour.failRequests == 0)
    }

    @Test("a burst of seconds says how much is left of it") func seconds() throws {
        let load = LoadControl(Behaviour())
        try load.change(by: #"{"fail_seconds": 3600}"#)
        #expect(load.plan(ordinal: 0).outcome == .fail(status: 503))
        #expect(load.behaviour.failSeconds > 3_500 && load.behaviour.failSeconds <= 3_600)
        try load.change(by: #"{"fail_seconds": 0}"#)
        #expect(load.plan(ordinal: 1).outcome == .answer)
    }

    @Test("a change keeps what it does not name, and null unsets") func change() throws {
        let first = try Behaviour().changed(by: #"{"latency_ms": 12.5, "retry_after": 2, "concurrency_limit": 40}"#)
        #expect(first.latencyMilliseconds == 12.5 && first.retryAfter == 2 && first.concurrencyLimit == 40)
        let second = try first.changed(by: #"{"retry_after": null, "rate_429": 0.25}"#)
        #expect(second.retryAfter == nil && second.concurrencyLimit == 40 && second.rate429 == 0.25)
        #expect(try Behaviour().changed(by: try second.json()) == second)
    }

    @Test(
        "a change that makes no sense is refused with its name",
        arguments: [
            (#"{"rate_429": 1.5}"#, BehaviourError.outOfRange(name: "rate_429", allowed: "0 to 1")),
            (#"{"rate": 0.1}"#, .unknownName("rate")), ("[]", .notAnObject), ("", .notAnObject),
            (#"{"latency_ms": "fast"}"#, .wrongType(name: "latency_ms")), (#"{"rate_429": 0.6, "rate_5xx": 0.6}"#, .sharesExceedOne),
            (#"{"latency_ms": 5, "latency_max_ms": 9, "latency_p99_ms": 9}"#, .twoLatencies),
        ])
    func refused(json: String, error: BehaviourError) {
        #expect(throws: error) { try Behaviour().changed(by: json) }
    }
}
