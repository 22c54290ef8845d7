import Foundation

/// Archives as others write them.
package enum ZipFile {
    /// An archive of some files, written by Python.
    package static func bytes(_ files: [(name: String, bytes: [UInt8])]) async throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "refinery-zip-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let archive = folder.appending(path: "all.zip").path
        var arguments = [
            "-c",
            "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1], 'w', 8)\nfor path, name in zip(sys.argv[2::2], sys.argv[3::2]): z.write(path, name)\nz.close()",
            archive,
        ]
        for (index, file) in files.enumerated() {
            let path = folder.appending(path: "\(index)").path
            try Data(file.bytes).write(to: URL(filePath: path))
            arguments += [path, file.name]
        }
        let outcome = try await RefineryBinary(path: "/usr/bin/python3").run(arguments)
        guard outcome.status == 0 else { throw ZipFailure(reason: outcome.errors) }
        return Array(try Data(contentsOf: URL(filePath: archive)))
    }

    private struct ZipFailure: Error {
        let reason: String
    }
}
