/// What Package.swift says of its targets: the layer from the nearest `// Layer N` above, and what each may import.
struct PackageManifest {
    struct Target: Equatable {
        let name: String
        let layer: Int?
        let dependencies: Set<String>
    }

    let targets: [Target]

    init(_ text: String) {
        var layer: Int?
        var targets: [Target] = []
        var rest = Substring(text)
        while let match = rest.firstMatch(
            of: /\/\/ Layer (\d+)|\.(?:target|executableTarget|systemLibrary|testTarget|plugin)\(\s*name: "([^"]+)"/)
        {
            let after = rest[match.range.upperBound...]
            if let number = match.output.1 {
                layer = Int(number)
            } else if let name = match.output.2 {
                // The target's own arguments end where the next target or layer begins.
                let end = after.firstMatch(of: #/\.(?:target|executableTarget|systemLibrary|testTarget)\(|// Layer /#)?.range.lowerBound
                targets.append(Target(name: String(name), layer: layer, dependencies: Self.dependencies(after[..<(end ?? after.endIndex)])))
            }
            rest = after
        }
        self.targets = targets
    }

    private static func dependencies(_ arguments: Substring) -> Set<String> {
        guard let list = arguments.firstMatch(of: /dependencies: \[((?s).*?)\]/)?.output.1 else { return [] }
        let withoutPackages = list.replacing(/package: "[^"]*"/, with: "")
        return Set(withoutPackages.matches(of: /"([^"]+)"/).map { String($0.output.1) })
    }
}
