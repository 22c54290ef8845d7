#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Secrets that a service manager keeps in files instead of the environment, where they would show (systemd.exec(5), `LoadCredential=`): each
/// file of `$CREDENTIALS_DIRECTORY` that is named as a variable is one, unless the environment sets it.
enum Credentials {
    /// Makes them variables of this process. Called before anything else runs.
    static func adopt() {
        guard let folder = getenv("CREDENTIALS_DIRECTORY").map({ String(cString: $0) }), folder.hasPrefix("/"),
            let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
        else { return }
        for name in names where name.allSatisfy({ $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_") }) {
            guard getenv(name).map({ $0[0] == 0 }) ?? true,
                let data = FileManager.default.contents(atPath: "\(folder)/\(name)"), data.count <= 1 << 16
            else { continue }
            // A file that an editor wrote ends with a line.
            let text = String(decoding: data, as: UTF8.self)
            setenv(name, String(text[..<(text.lastIndex { !$0.isNewline }.map(text.index(after:)) ?? text.startIndex)]), 1)
        }
    }
}
