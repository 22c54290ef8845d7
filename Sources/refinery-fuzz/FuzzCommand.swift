internal import ArgumentParser
internal import Foundation

/// Feeds what reads files with damaged ones until the time is over: no crash, no hang, no row lost.
@main
struct FuzzCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refinery-fuzz",
        abstract: "Feeds damaged files to the reader, the detector of columns and the normalizers.",
        discussion: "Example: refinery-fuzz --seconds 20. Exit status 1: something broke; the message says how to run it again.")

    @Option(help: "How long.") var seconds = 20
    @Option(help: "Where to begin; each file has its own seed, one higher than the last.") var seed: UInt64?
    @Option(help: "How many files, whatever time they take.") var rounds: UInt64?

    func run() throws {
        let first = seed ?? .random(in: 0...(UInt64.max / 2))
        say("refinery-fuzz: begins with --seed \(first)")
        Watchdog.start()
        let end = ContinuousClock.now + .seconds(seconds)
        var counts = Counts()
        var round: UInt64 = 0
        while rounds.map({ round < $0 }) ?? (ContinuousClock.now < end) {
            let seed = first &+ round
            Watchdog.watch(seed)
            try ReadingCheck.run(seed: seed, &counts)
            try RefiningCheck.run(seed: seed, &counts)
            round += 1
        }
        Watchdog.stop()
        say("refinery-fuzz: \(round) files, \(counts.bytes) bytes, \(counts.read) read to their end with \(counts.rows) rows,")
        say("  \(counts.inspected) with columns found, \(counts.refined) rows refined: no crash, no hang, nothing lost")
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
}

/// Something that must not be.
struct Finding: Error, CustomStringConvertible {
    let what: String
    let seed: UInt64

    var description: String { "\(what)\nAgain: refinery-fuzz --seed \(seed) --rounds 1" }
}
