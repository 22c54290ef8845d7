/// Rules for single source files.
enum SourceRule {
    static let linesMax = 500
    static let vagueFolders: Set<Substring> = ["Utils", "Util", "Helpers", "Helper", "Common", "Misc", "Shared"]
    /// Test files that may sleep, each with its reason beside it.
    static let sleepingTests: Set<String> = []

    /// Standard output belongs to data, and Swift's `print` buffers it past a crash.
    static func prints(in file: SourceFile) -> [Finding] {
        file.findings(file.code, with: ["print(", "debugPrint(", "dump("]) { line in
            let call = line.replacing(/func \w+\(/, with: "")
            return call.contains(/(?:^|[^\w.])(?:print|debugPrint|dump)\(/) ? "write to standard output or error on purpose, or log" : nil
        }
    }

    static func leftovers(in file: SourceFile) -> [Finding] {
        file.findings(file.numberedLines, with: ["TODO", "FIXME", "HACK"]) { line in
            line.contains(/\b(?:TODO|FIXME|HACK)\b/) ? "finish it, or open an issue" : nil
        }
    }

    static func sleeps(in file: SourceFile) -> [Finding] {
        guard !sleepingTests.contains(file.path) else { return [] }
        return file.findings(file.code, with: ["sleep("]) { line in
            line.contains(/\b(?:Task\.sleep|Thread\.sleep|usleep|nanosleep|sleep)\(/) ? "await a signal instead of sleeping" : nil
        }
    }

    /// A page or a program over HTTP knows no options of a command line: what is said to people below it goes without them.
    static func flags(in file: SourceFile) -> [Finding] {
        file.findings(file.code, with: ["--"]) { line in
            line.contains(/"[^"]*--[a-z]/) ? "only the command line names its options" : nil
        }
    }

    static func length(of file: SourceFile) -> [Finding] {
        let count = file.lines.count
        return count > linesMax ? [Finding(file.path, "\(count) lines are too many to read: \(linesMax) at most")] : []
    }

    static func vagueFolder(of file: SourceFile) -> [Finding] {
        file.folders.filter(vagueFolders.contains).map { Finding(file.path, "name the folder after a responsibility, not \($0)") }
    }
}
