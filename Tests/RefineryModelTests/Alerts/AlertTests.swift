import RefineryModel
import RefineryTestSupport
import Testing

@Suite("Alerts and their schedule") struct AlertTests {
    @Test("a message is sent ten times within four days, never sooner than the schedule says and a tenth later at most") func schedule() {
        let seed = SeededGenerator.freshSeed()
        var generator = SeededGenerator(seed: seed)
        var sum = Duration.zero
        for step in 1...9 {
            let delay = WebhookSchedule.delay(afterStep: step, wanted: nil, using: &generator)
            let planned = WebhookSchedule.delays[step - 1]
            #expect(delay.map { $0 >= planned && $0 <= planned * 1.1 } == true, "seed \(seed)")
            sum += delay ?? .zero
        }
        #expect(sum > .seconds(75 * 3600) && sum < .seconds(84 * 3600))
        #expect(WebhookSchedule.delay(afterStep: 10, wanted: nil, using: &generator) == nil)
        #expect(WebhookSchedule.delay(afterStep: 1, wanted: .seconds(90), using: &generator) == .seconds(90))
        #expect(WebhookSchedule.delay(afterStep: 1, wanted: .seconds(900_000), using: &generator) == .seconds(86_400))
    }

    @Test("each kind says what happened, also with facts that are not there", arguments: AlertKind.allCases) func words(kind: AlertKind) {
        let summary = kind.summary(.null)
        #expect(summary.hasSuffix(".") && !summary.contains("nil"))
        #expect(kind.document(["count": 3])["summary"].text?.isEmpty == false)
        #expect(kind == .test || AlertKind.patterns.contains(kind.rawValue))
        #expect(kind == .test || AlertKind.patterns.contains(kind.group + ".*"))
    }

    @Test("numbers are as people read them") func numbers() {
        #expect(
            AlertKind.importRejectRate.summary(["number": 7, "rate": .number("0.1234")]) == "12.3 % of the rows of import 7 are rejected.")
        #expect(AlertKind.queueLong.summary(["stage": "refine", "jobs": 1234]) == "1,234 jobs of the stage refine wait.")
        #expect(AlertKind.workerLost.summary(["count": 2]) == "2 processes of the fleet ended or hung without a word.")
        #expect(AlertKind.importPaused.summary(["number": 7, "reason": "operator"]) == "Import 7 is paused: somebody asked for it.")
    }
}
