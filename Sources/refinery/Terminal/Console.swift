#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
internal import RefineryModel
internal import Synchronization

/// Where a command writes: data to standard output, messages and progress to standard error.
enum Console {
    /// Whether standard error is a terminal that a person looks at.
    static let isInteractive = isatty(STDERR_FILENO) == 1 && environment("TERM") != "dumb"
    /// Whether standard output is a terminal.
    static let outputIsTerminal = isatty(STDOUT_FILENO) == 1
    /// Whether colours may be used: on a terminal, unless NO_COLOR says otherwise (https://no-color.org).
    static let usesColor = isInteractive && environment("NO_COLOR").isEmpty

    /// Whether the command line asks for JSON, known before it is understood: it may be what is wrong.
    static let printsJSON = CommandLine.arguments.prefix { $0 != "--" }.contains("--json")

    /// Columns of the terminal; 80 where that cannot be known.
    static var columns: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Why something that was written to standard output did not arrive there, an errno; nil when all did.
    static var outputFailure: Int32? { failure.withLock(\.self) }

    private static let failure = Mutex<Int32?>(nil)

    /// Writes a line of data.
    static func out(_ line: String) { write(line.visibleLines + "\n", to: STDOUT_FILENO) }

    /// Writes text as it is, without a line break.
    static func outText(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// Writes bytes of data.
    static func out(bytes: [UInt8], to file: Int32 = STDOUT_FILENO) throws(ConsoleError) {
        var failure: Int32 = 0
        bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                let length = systemWrite(file, buffer.baseAddress! + written, buffer.count - written)
                if length < 0 && errno == EINTR { continue }
                guard length > 0 else {
                    failure = errno
                    return
                }
                written += length
            }
        }
        guard failure == 0 else { throw ConsoleError(code: failure) }
    }

    /// Writes a message.
    static func message(_ line: String) { write(line.visibleLines + "\n", to: STDERR_FILENO) }

    /// Writes over the current line of the terminal.
    static func overwrite(_ line: String) { write("\r\u{1B}[2K" + line.visibleLines, to: STDERR_FILENO) }

    private static func write(_ text: String, to file: Int32) {
        do throws(ConsoleError) {
            try out(bytes: Array(text.utf8), to: file)
        } catch {
            // A reader that went away is no reason to complain: what counts is in the database. Neither are lost messages.
            guard file == STDOUT_FILENO, error.code != EPIPE else { return }
            failure.withLock { $0 = error.code }
        }
    }

    private static func environment(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }
}

/// Data could not be written where it should go: a full disk, a closed pipe.
struct ConsoleError: Error {
    /// An errno.
    let code: Int32
}

private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    #if canImport(Glibc)
    Glibc.write(file, bytes, count)
    #else
    Darwin.write(file, bytes, count)
    #endif
}
