import Testing
@testable import RefineryFleet

@Suite("Lookup settings") struct LookupSettingsTests {
    @Test(
        "half as many places more than requests, or as many as come free in 100 ms",
        arguments: [
            (0, 5, 0), (1, 5, 2), (1, 2000, 1), (50, 0, 75), (50, 200, 75), (50, 201, 74), (50, 1000, 55), (50, 5000, 51), (7, 100, 11),
        ])
    func places(inFlight: Int, milliseconds: Int, expected: Int) {
        #expect(LookupSettings().places(forRequests: inFlight, latency: .milliseconds(milliseconds)) == expected)
    }
}
