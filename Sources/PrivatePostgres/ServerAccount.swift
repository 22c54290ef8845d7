#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The user who runs the server: ourselves, or for root, which Postgres refuses, the account its package created.
struct ServerAccount: Sendable, Equatable {
    let name: String
    let userID: UInt32
    let groupID: UInt32
    /// Whether it is somebody other than the user of this process.
    let isOther: Bool

    /// `nil` for root on a machine without such an account, or for a user id that has no name.
    static func forThisProcess() -> ServerAccount? {
        guard geteuid() == 0 else { return lookUp(userID: geteuid()).map { ServerAccount($0, isOther: false) } }
        return ["postgres", "_postgres"].lazy.compactMap(lookUp(name:)).first.map { ServerAccount($0, isOther: true) }
    }

    static func homeOfThisUser() -> String? { lookUp(userID: geteuid())?.home }

    /// The command line that runs `arguments` as this account in `directory`, under the same process id.
    ///
    /// The directory is entered by the account itself, since that of the caller may be closed to it.
    func command(_ arguments: [String], in directory: String) -> [String] {
        let inDirectory = ["/bin/sh", "-c", #"cd "$0" && exec "$@""#, directory] + arguments
        guard isOther else { return inDirectory }
        if let setpriv = ["/usr/bin/setpriv", "/bin/setpriv"].first(where: isExecutable) {
            return [setpriv, "--reuid=\(userID)", "--regid=\(groupID)", "--clear-groups", "--"] + inDirectory
        }
        return ["/bin/su", "-s", "/bin/sh", "-c", #"exec "$0" "$@""#, "--", name] + inDirectory
    }

    /// The first directory on the way to `path` that this account may not pass; `nil` when the way is open. What is not there yet is open.
    func firstClosedDirectory(on path: String) -> String? {
        var walked = ""
        for component in path.split(separator: "/") {
            walked += "/" + component
            var information = stat()
            guard stat(walked, &information) == 0 else { return nil }
            let bit: UInt32 = information.st_uid == userID ? 0o100 : information.st_gid == groupID ? 0o010 : 0o001
            if userID != 0, UInt32(information.st_mode) & bit == 0 { return walked }
        }
        return nil
    }

    private struct Entry {
        let name: String, userID: UInt32, groupID: UInt32, home: String
    }

    private init(_ entry: Entry, isOther: Bool) {
        self.init(name: entry.name, userID: entry.userID, groupID: entry.groupID, isOther: isOther)
    }

    init(name: String, userID: UInt32, groupID: UInt32, isOther: Bool) {
        self.name = name
        self.userID = userID
        self.groupID = groupID
        self.isOther = isOther
    }

    private static func lookUp(name: String) -> Entry? { lookUp { getpwnam_r(name, $0, $1, $2, $3) } }
    private static func lookUp(userID: UInt32) -> Entry? { lookUp { getpwuid_r(userID, $0, $1, $2, $3) } }

    private typealias LookUp = (
        UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int, UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
    ) -> Int32

    private static func lookUp(_ body: LookUp) -> Entry? {
        var record = passwd()
        var found: UnsafeMutablePointer<passwd>?
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
            guard body(&record, buffer.baseAddress!, buffer.count, &found) == 0, found != nil else { return nil }
            return Entry(
                name: String(cString: record.pw_name), userID: record.pw_uid, groupID: record.pw_gid, home: String(cString: record.pw_dir))
        }
    }
}
