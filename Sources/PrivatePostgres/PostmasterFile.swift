#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What a server writes about itself into `postmaster.pid`: line 1 is its process id, line 8 its state.
struct PostmasterFile: Equatable {
    enum State { case starting, ready, stopping }

    let processID: Int32
    let state: State

    /// `nil` when there is no such file, or one cut short by a full disk.
    static func read(_ path: String) -> PostmasterFile? {
        readText(path).flatMap(parse)
    }

    static func parse(_ text: String) -> PostmasterFile? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let processID = Int32(lines[0]), processID > 1 else { return nil }
        let word = lines.count > 7 ? lines[7].prefix(while: \.isLetter) : "starting"
        let state: State? = ["starting": .starting, "ready": .ready, "standby": .ready, "stopping": .stopping][word]
        return PostmasterFile(processID: processID, state: state ?? .starting)
    }

    /// Whether the server that wrote the file still runs. A number given to another program meanwhile does not count.
    func isAlive(data: String) -> Bool {
        guard kill(processID, 0) == 0 || errno == EPERM else { return false }
        return !isAnotherProgram(data: data)
    }

    /// Whether the process id now provably belongs to something else than the server of `data`.
    ///
    /// The command line is readable for everyone, also in containers where `/proc/<pid>/cwd` is not. Where there is none to read the
    /// process gets the benefit of the doubt: starting a second server on the same data is the worse mistake.
    func isAnotherProgram(data: String) -> Bool {
        guard let commandLine = readBytes("/proc/\(processID)/cmdline") else { return false }
        return !commandLine.split(separator: 0).contains { String(decoding: $0, as: UTF8.self) == data }
    }
}
