#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The terminal as a screen that is redrawn: its alternate page, keys without Enter. Given back as it was by ``close()``.
final class Screen {
    private var original = termios()
    private let hasKeys: Bool

    /// Takes the terminal over. Keys are read only when standard input is a terminal too.
    init() {
        hasKeys = isatty(STDIN_FILENO) == 1 && tcgetattr(STDIN_FILENO, &original) == 0
        if hasKeys {
            var raw = original
            raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
            tcsetattr(STDIN_FILENO, TCSANOW, &raw)
        }
        // Alternate page, no cursor.
        Console.outText("\u{1B}[?1049h\u{1B}[?25l")
    }

    /// Gives the terminal back.
    func close() {
        Console.outText("\u{1B}[?25h\u{1B}[?1049l")
        if hasKeys { tcsetattr(STDIN_FILENO, TCSANOW, &original) }
    }

    /// Draws lines from the top; what was there before goes line by line, so that nothing flickers.
    func draw(_ lines: [String]) {
        let rows = Self.size.rows
        Console.outText("\u{1B}[H" + lines.prefix(rows).map { $0 + "\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J")
    }

    /// Whether `q` was typed since the last call. Does not wait.
    func isEndWanted() -> Bool {
        guard hasKeys else { return false }
        var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        while poll(&waiting, 1, 0) > 0, waiting.revents & Int16(POLLIN) != 0 {
            var byte: UInt8 = 0
            guard read(STDIN_FILENO, &byte, 1) == 1 else { return false }
            if byte == UInt8(ascii: "q") || byte == UInt8(ascii: "Q") { return true }
        }
        return false
    }

    /// Columns and rows of standard output; 100 × 40 where that cannot be known.
    static var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return (100, 40) }
        return (Int(size.ws_col), Int(size.ws_row))
    }
}
