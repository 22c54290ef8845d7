#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
package import Postgres
package import RefineryModel

/// Sources as files below a directory that every worker can reach: `raw_uploads/{date}/{filename}_{uuid}.csv`.
package struct DirectorySourceStorage: SourceStorage {
    private let directory: String

    package init(directory: String) { self.directory = directory }

    /// The path in a `file://` URI; nil for any other text.
    static func path(of uri: String) -> String? {
        guard uri.hasPrefix("file:///") else { return nil }
        return URL(string: uri)?.path(percentEncoded: false)
    }

    package func put(
        _ id: ImportID, fileName: String, on connection: PostgresConnection, _ next: @Sendable () throws -> [UInt8]?
    ) async throws -> SourceLocation {
        let date = Date().formatted(.iso8601.year().month().day())
        let folder = "\(directory)/raw_uploads/\(date)"
        let path = "\(folder)/\(Self.stem(of: fileName))_\(id).csv"
        let uri = "file://" + (path.addingPercentEncoding(withAllowed: .path) ?? path)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // Written under another name and moved when it is whole and on disk, so that no reader ever sees half a source.
        let partial = path + ".partial"
        let file = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        guard file >= 0 else { throw Self.failure(uri) }
        var total: Int64 = 0
        do {
            defer { close(file) }
            while let bytes = try next() {
                try Self.write(bytes, to: file, uri)
                total += Int64(bytes.count)
            }
            guard fsync(file) == 0 else { throw Self.failure(uri) }
        } catch {
            unlink(partial)
            throw error
        }
        guard rename(partial, path) == 0 else { throw Self.failure(uri) }
        return SourceLocation(uri: uri, bytes: total)
    }

    package func read(_ location: SourceLocation, _ range: Range<Int64>, on connection: PostgresConnection) async throws -> [UInt8] {
        let wanted = range.clamped(to: 0..<location.bytes)
        guard !wanted.isEmpty, let path = Self.path(of: location.uri) else { return [] }
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Self.failure(location.uri) }
        defer { close(file) }
        return try [UInt8](unsafeUninitializedCapacity: wanted.count) { buffer, count in
            while count < wanted.count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                let length = pread(file, rest.baseAddress, rest.count, off_t(wanted.lowerBound) + off_t(count))
                if length < 0 && errno == EINTR { continue }
                guard length > 0 else { throw length == 0 ? Self.truncated(location.uri) : Self.failure(location.uri) }
                count += length
            }
        }
    }

    package func delete(_ location: SourceLocation, on connection: PostgresConnection) async throws {
        guard let path = Self.path(of: location.uri) else { return }
        guard unlink(path) == 0 || errno == ENOENT else { throw Self.failure(location.uri) }
    }

    /// The file's name without its ending, of harmless characters only.
    static func stem(of fileName: String) -> String {
        let name = fileName.split(separator: "/").last.map(String.init) ?? ""
        let stem =
            name.contains(".") ? name.split(separator: ".", omittingEmptySubsequences: false).dropLast().joined(separator: ".") : name
        let kept = stem.unicodeScalars.map { scalar -> Character in
            let isHarmless = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-")
            return isHarmless ? Character(scalar) : "_"
        }
        return kept.isEmpty ? "source" : String(kept.prefix(100))
    }

    private static func write(_ bytes: [UInt8], to file: Int32, _ uri: String) throws {
        try bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
                #if canImport(Glibc)
                let length = Glibc.write(file, rest.baseAddress, rest.count)
                #else
                let length = Darwin.write(file, rest.baseAddress, rest.count)
                #endif
                if length < 0 && errno == EINTR { continue }
                guard length > 0 else { throw failure(uri) }
                written += length
            }
        }
    }

    private static func failure(_ uri: String) -> StoreError { .source(uri: uri, problem: String(cString: strerror(errno)) + ".") }
    private static func truncated(_ uri: String) -> StoreError { .source(uri: uri, problem: "the file is shorter than it was.") }
}

extension String {
    fileprivate enum URIPart { case path }

    /// Percent-encodes what RFC 3986 does not allow in a path.
    fileprivate func addingPercentEncoding(withAllowed part: URIPart) -> String? {
        var encoded = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }
}
