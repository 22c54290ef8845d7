import Foundation

/// The files of this repository as text, without what tools make.
struct Repository {
    static let current = Repository(
        root: URL(filePath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent())

    private static let textExtensions: Set<String> = [
        "swift", "c", "h", "cpp", "sql", "md", "py", "sh", "yml", "yaml", "json", "modulemap", "example", "",
    ]

    let root: URL

    /// Text files under `folder`, sorted by path; none when there is no such folder.
    /// - Parameter extensions: Without dot; `nil` takes all that people write.
    func files(in folder: String = "", extensions: Set<String>? = nil) -> [SourceFile] {
        paths(in: folder)
            .filter { (extensions ?? Self.textExtensions).contains(URL(filePath: $0).pathExtension) }
            .compactMap(file)
    }

    func swiftFiles(in folder: String) -> [SourceFile] { files(in: folder, extensions: ["swift"]) }

    /// `nil` when there is no such file or it is not UTF-8.
    func file(_ path: String) -> SourceFile? {
        guard let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8) else { return nil }
        return SourceFile(path: path, text: text)
    }

    /// Paths of all files under `folder`, relative to the root.
    func paths(in folder: String = "") -> [String] {
        let manager = FileManager.default
        var found: [String] = []
        var open = [folder]
        while let directory = open.popLast() {
            let names = (try? manager.contentsOfDirectory(atPath: root.appending(path: directory).path)) ?? []
            for name in names where !Self.isGenerated(name) {
                let path = directory.isEmpty ? name : "\(directory)/\(name)"
                var isDirectory: ObjCBool = false
                guard manager.fileExists(atPath: root.appending(path: path).path, isDirectory: &isDirectory) else { continue }
                if isDirectory.boolValue { open.append(path) } else { found.append(path) }
            }
        }
        return found.sorted()
    }

    private static func isGenerated(_ name: String) -> Bool {
        [".git", ".venv", ".swiftpm", "__pycache__", "node_modules", "Package.resolved"].contains(name) || name.hasPrefix(".build")
    }
}
