import Testing

@testable import RefineryModel

@Suite("Kinds of failure") struct FaultKindTests {
    @Test("end with the exit codes of sysexits.h") func exitCodes() {
        let codes = FaultKind.allCases.map(\.exitCode)
        #expect(codes == [64, 65, 66, 69, 70, 73, 75, 77, 78])
        #expect(FaultKind.allCases.allSatisfy { (400..<600).contains($0.httpStatus) })
    }

    @Test("every issue has a stable code and a sentence for people") func issues() {
        for code in IssueCode.allCases {
            #expect(code.rawValue.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" })
            #expect(code.message.hasSuffix("."))
        }
    }
}
