/// Arrows point down: a target imports only what it declares, and declares only what lies below it.
enum LayerRule {
    /// Part of the toolchain or the operating system: open to all.
    static let systemModules: Set<Substring> = [
        "Darwin", "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Swift", "Synchronization", "os",
    ]

    /// Imports in `file`, which belongs to `target`, that the manifest does not allow.
    static func findings(in file: SourceFile, of target: PackageManifest.Target) -> [Finding] {
        file.findings(file.code, with: ["import"]) { line in
            guard let module = importedModule(line) else { return nil }
            let isAllowed = systemModules.contains(module) || target.dependencies.contains(String(module))
            return isAllowed ? nil : "\(target.name) may not import \(module): Package.swift does not list it"
        }
    }

    /// Dependencies that point up or sideways.
    static func findings(in manifest: PackageManifest) -> [Finding] {
        let layers = Dictionary(manifest.targets.map { ($0.name, $0.layer) }, uniquingKeysWith: { first, _ in first })
        return manifest.targets.flatMap { target in
            target.dependencies.sorted().compactMap { name in
                guard let own = target.layer, let other = layers[name] ?? nil, other >= own else { return nil }
                return Finding("Package.swift", "\(target.name) (layer \(own)) may not depend on \(name) (layer \(other))")
            }
        }
    }

    static func importedModule(_ line: Substring) -> Substring? {
        let pattern =
            /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias|actor)\s+)?(\w+)/
        return line.firstMatch(of: pattern)?.output.1
    }
}
