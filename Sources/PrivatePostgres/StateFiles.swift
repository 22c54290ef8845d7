/// Where each file of a server lies.
struct StateFiles: Sendable {
    /// Names the socket only; nothing listens on a network.
    static let port = "5432"
    /// Directories with this prefix are deleted with the process that made them.
    static let temporaryPrefix = "/tmp/refinery-test-"
    /// The shortest limit of the systems we run on (macOS 103 bytes, Linux 107).
    static let socketPathBytesMax = 103

    let home: String
    let root: String
    let socketDirectory: String

    init(home: String) {
        self.home = home
        self.root = home + "/postgres"
        let natural = root + "/socket"
        let socketPath = "\(natural)/.s.PGSQL.\(Self.port)"
        // libpq reads a comma as a list of hosts.
        let isUsable = socketPath.utf8.count <= Self.socketPathBytesMax && !natural.contains(",") && !natural.contains("\"")
        self.socketDirectory = isUsable ? natural : "/tmp/refinery-\(stableHash(home))"
    }

    var lockFile: String { home + "/postgres.lock" }
    var data: String { root + "/data" }
    var newData: String { root + "/data.new" }
    var versionFile: String { data + "/PG_VERSION" }
    var postmasterFile: String { data + "/postmaster.pid" }
    var socketLockFile: String { "\(socketDirectory)/.s.PGSQL.\(Self.port).lock" }
    var controlFile: String { data + "/global/pg_control" }
    var logDirectory: String { root + "/log" }
    var startLog: String { root + "/start.log" }
    var isTemporary: Bool { home.hasPrefix(Self.temporaryPrefix) }

    /// The major version that made the cluster; `nil` when it cannot be read.
    func dataVersion() -> Int? {
        readText(versionFile).flatMap { Int($0.filter(\.isNumber)) }
    }

    /// The end of what the server said last: before its log was open, and in the log.
    func lastLogLines() -> [String] {
        let logs = newestFile(in: logDirectory).map { [startLog, $0] } ?? [startLog]
        return logs.flatMap { lastLines(readText($0) ?? "") }
    }
}

/// The same sixteen hexadecimal digits for the same text in every process (FNV-1a).
func stableHash(_ text: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}

/// The last ten lines that hold anything.
func lastLines(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).map(String.init).filter { !$0.allSatisfy(\.isWhitespace) }.suffix(10)
}

func lastComponent(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
}

func parentDirectory(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
}

/// Escapes what a URL's query may not hold; slashes stay readable.
func percentEncoded(_ text: String) -> String {
    text.utf8.map { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
            String(UnicodeScalar(byte))
        default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
    }.joined()
}
