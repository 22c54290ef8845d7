import Testing

@Suite("Layers") struct LayerRuleTests {
    private let repository = Repository.current
    private var manifest: PackageManifest { PackageManifest(repository.file("Package.swift")?.text ?? "") }

    @Test("every dependency points to a lower layer") func arrows() {
        #expect(manifest.targets.count > 5)
        #expect(LayerRule.findings(in: manifest).isEmpty)
    }

    @Test("every target imports only what it declares") func imports() {
        for target in manifest.targets {
            let findings = repository.swiftFiles(in: "Sources/\(target.name)").flatMap { LayerRule.findings(in: $0, of: target) }
            #expect(findings.isEmpty)
        }
    }

    @Test("every folder of Sources is a target of a layer") func folders() {
        let folders = Set(repository.paths(in: "Sources").compactMap { $0.split(separator: "/").dropFirst().first.map(String.init) })
        let layered = Set(manifest.targets.filter { $0.layer != nil }.map(\.name))
        #expect(folders.subtracting(layered).isEmpty)
    }

    @Test("reads layers and dependencies from the manifest") func parsing() {
        let manifest = PackageManifest(
            """
            // Layer 0: C
            .target(name: "CSQL"),
            // Layer 1: one outside thing each
            .target(name: "Catalog", dependencies: ["CSQL"], swiftSettings: swift),
            .target(name: "Up",
                dependencies: [
                    "Catalog",
                    .product(name: "Logging", package: "swift-log"),
                ]),
            """)
        #expect(
            manifest.targets == [
                .init(name: "CSQL", layer: 0, dependencies: []), .init(name: "Catalog", layer: 1, dependencies: ["CSQL"]),
                .init(name: "Up", layer: 1, dependencies: ["Catalog", "Logging"]),
            ])
        #expect(LayerRule.findings(in: manifest).map(\.what) == ["Up (layer 1) may not depend on Catalog (layer 1)"])
    }

    @Test(
        "sees an import however it is written",
        arguments: [
            "import Store", "  package import Store", "@testable import Store", "import struct Store.Row", "@_spi(X) public import Store",
        ])
    func spelling(line: String) {
        let file = SourceFile(path: "Sources/Web/A.swift", text: "import Foundation\n// import Elsewhere\n\(line)\n")
        let findings = LayerRule.findings(in: file, of: .init(name: "Web", layer: 4, dependencies: ["Model"]))
        #expect(findings.map(\.place) == ["Sources/Web/A.swift:3"])
    }
}
