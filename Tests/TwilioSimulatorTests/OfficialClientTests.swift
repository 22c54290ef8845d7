import Foundation
import HTTPTestSupport
import Testing
import TwilioSimulator

@Suite("Twilio's own client") struct OfficialClientTests {
    @Test(
        "reads the simulator's answers as Twilio's, v1 and v2, good and bad",
        .enabled(if: PythonScript.isNeeded(package: "twilio"), Comment(rawValue: PythonScript.requirement(package: "twilio"))))
    func official() async throws {
        try await LookupSimulator.running(.init(credentials: Credentials(authToken: "token"))) { simulator, port in
            let output = try await PythonScript.run("official_client.py", ["http://127.0.0.1:\(port)"])
            let results = try #require(try JSONSerialization.jsonObject(with: output) as? [String: [String: Any]])
            func result(_ name: String) throws -> [String: Any] { try #require(results[name], "\(name)") }
            func line(_ name: String) throws -> [String: Any]? { try result(name)["line_type_intelligence"] as? [String: Any] }
            func failure(_ name: String) throws -> [Int?] { [try result(name)["status"] as? Int, try result(name)["code"] as? Int] }

            for name in ["mobile", "two_fields", "national", "key"] {
                #expect(try result(name)["phone_number"] as? String == "+15005555001" && result(name)["valid"] as? Bool == true)
                #expect(try line(name)?["type"] as? String == "mobile" && line(name)?["mobile_country_code"] as? String == "310")
            }
            #expect(try line("bare") == nil && result("bare")["valid"] as? Bool == true)
            #expect(try result("two_fields")["caller_name"] is [String: Any])
            #expect(try result("british")["phone_number"] as? String == "+447772000001")
            #expect(try result("too_short")["valid"] as? Bool == false)
            #expect(try result("too_short")["validation_errors"] as? [String] == ["TOO_SHORT"])
            #expect(try line("package_error")?["error_code"] as? Int == 60_607)

            #expect(try failure("unknown_field") == [400, 20_001])
            #expect(try failure("wrong_token") == [401, 20_003])
            #expect(try failure("throttled") == [429, 20_429])
            #expect(try failure("unavailable") == [503, 20_503])

            let carrier = try #require(try result("v1_mobile")["carrier"] as? [String: Any])
            #expect(carrier["type"] as? String == "mobile" && carrier["mobile_network_code"] as? String != nil)
            #expect((try result("v1_voip")["carrier"] as? [String: Any])?["type"] as? String == "voip")
            #expect(try failure("v1_invalid") == [404, 20_404])

            let report = simulator.ledger.report
            #expect(report.requests == results.count && report.statuses["200"] == 10)
        }
    }
}
