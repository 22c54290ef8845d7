/// Rules for what people run from a checkout.
enum ScriptRule {
    /// A shell script says what it does and stops at the first failure.
    static func findings(in script: SourceFile) -> [Finding] {
        guard let first = script.lines.first, first.hasSuffix("bash") || first.hasSuffix("/sh") else { return [] }
        var findings: [Finding] = []
        if !(script.lines.dropFirst().first?.hasPrefix("# ") ?? false) {
            findings.append(Finding(script.path, "say in line 2 what it does"))
        }
        if !script.text.contains(/(?m)^set -eu/) { findings.append(Finding(script.path, "stop at the first failure: set -euo pipefail")) }
        return findings
    }
}
