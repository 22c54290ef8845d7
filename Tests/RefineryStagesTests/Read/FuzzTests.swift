import RefineryTestSupport
import Testing

@Suite("Damaged files", .timeLimit(.minutes(3))) struct FuzzTests {
    @Test("end no program, hold none up, and lose no row in 20 seconds")
    func fuzz() async throws {
        let refinery = try #require(RefineryBinary.built, "build the products beside the tests")
        let fuzz = RefineryBinary(path: refinery.path + "-fuzz")
        let outcome = try await fuzz.run(["--seconds", "20"])
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("--seed"))
        #expect(outcome.output.contains("nothing lost"))
    }
}
