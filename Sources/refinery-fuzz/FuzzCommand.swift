internal import ArgumentParser
internal import Foundation

/// Feeds what reads files with damaged ones until the time is over: no crash, no hang, no row lost.
@main
struct FuzzCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refinery-fuzz",
        abstract: "Feeds damaged files to the readers of CSV, workbooks, JSON and archives, the detector of columns and the normalizers.",
        discussion: "Example: refinery-fuzz --seconds 20. Exit status 1: something broke; the message says how to run it again.")

    @Option(help: "How long.") var seconds = 20
    @Option(help: "Where to begin; each file has its own seed, one higher than the last.") var seed: UInt64?
    @Option(help: "How many files, whatever time they take.") var rounds: UInt64?

    @Option(help: "A folder of workbooks and packed files that are damaged too.") var tables = "Tests/TablesTests/Fixtures"

    func run() throws {
        let first = seed ?? .random(in: 0...(UInt64.max / 2))
        say("refinery-fuzz: begins with --seed \(first)")
        Watchdog.start()
        let end = ContinuousClock.now + .seconds(seconds)
        var counts = Counts()
        let files = tableFiles()
        var round: UInt64 = 0
        while rounds.map({ round < $0 }) ?? (ContinuousClock.now < end) {
            let seed = first &+ round
            Watchdog.watch(seed)
            try ReadingCheck.run(seed: seed, &counts)
            try RefiningCheck.run(seed: seed, &counts)
            try TableCheck.run(seed: seed, &counts, files: files)
            round += 1
        }
        Watchdog.stop()
        say("refinery-fuzz: \(round) files, \(counts.bytes) bytes, \(counts.read) read to their end with \(counts.rows) rows,")
        say(
            "  \(counts.inspected) with columns found, \(counts.refined) rows refined, \(counts.tables) tables of other formats: no crash, no hang, nothing lost"
        )
    }

    /// Small ones: what is large is not more hostile.
    private func tableFiles() -> [[UInt8]] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: tables)) ?? []
        return names.sorted().compactMap { FileManager.default.contents(atPath: "\(tables)/\($0)") }.filter { $0.count < 1 << 16 }
            .map { Array($0) }
    }

    private func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }
}

/// What was tried.
struct Counts {
    var bytes = 0
    var read = 0
    var rows = 0
    var inspected = 0
    var refined = 0
    var tables = 0
}

/// Something that must not be.
struct Finding: Error, CustomStringConvertible {
    let what: String
    let seed: UInt64

    var description: String { "\(what)\nAgain: refinery-fuzz --seed \(seed) --rounds 1" }
}
