import Foundation
import Testing

@Suite("Scripts") struct ScriptRuleTests {
    private let repository = Repository.current

    @Test("every script can be run, says what it does, and stops at the first failure") func scripts() {
        let scripts = repository.files(in: "scripts", extensions: [""]) + repository.files(in: ".ci", extensions: [""])
        #expect(scripts.count >= 5)
        for script in scripts {
            #expect(FileManager.default.isExecutableFile(atPath: repository.root.appending(path: script.path).path), "\(script.path)")
        }
        #expect(scripts.flatMap(ScriptRule.findings).isEmpty)
    }

    @Test("continuous integration runs what people run") func integration() {
        #expect(repository.file(".ci/run")?.lines.contains("./scripts/test") == true)
    }

    @Test("objects to a script that goes on after a failure") func careless() {
        #expect(ScriptRule.findings(in: SourceFile(path: "scripts/a", text: "#!/bin/sh\nmake\n")).count == 2)
    }
}
