internal import CSV
internal import RefineryModel

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Files in a directory, one a message, never half: written under another name, synced, then renamed.
///
/// A file that is there already is not written again. Where a worker died between the note and the answer, and neither the file nor its
/// beginning is there, somebody may have taken it away: then nobody knows.
struct DirectoryDestination: PushDestination {
    let deduplicates = true
    private let directory: String
    private let isCSV: Bool
    private let guardsFormulas: Bool

    init(_ settings: DestinationSettings) throws {
        guard let path = settings.url, path.hasPrefix("/"), !path.contains("\0") else {
            throw DestinationFault.invalid("Say the directory by its whole path: every push worker finds it there.")
        }
        directory = path
        let format = settings.format ?? "csv"
        guard ["csv", "jsonl"].contains(format) else { throw DestinationFault.invalid("The format is csv or jsonl.") }
        isCSV = format == "csv"
        guardsFormulas = settings.guardsFormulas ?? false
    }

    func push(_ message: PushMessage) async -> [PushOutcome] {
        let name = "block-\(message.blockID.prefix(8))-\(message.id.filter { $0 != "-" }.prefix(16)).\(isCSV ? "csv" : "jsonl")"
        let (final, begun) = ("\(directory)/\(name)", "\(directory)/.\(name).part")
        if access(final, F_OK) == 0 { return message.all(.pushed(reference: name)) }
        if message.isRepeated, access(begun, F_OK) != 0 {
            return message.all(.unknown(reason: "the file \(name) was written, or taken away, or never begun"))
        }
        do throws(FileError) {
            try Self.write(contents(message), to: begun)
            guard rename(begun, final) == 0 else { throw FileError.now }
            try Self.sync(directory, O_RDONLY | O_DIRECTORY)
        } catch {
            // Its beginning stays: it says that nobody has the file.
            return message.all(.retry(reason: "\(directory): \(error.reason)", after: nil, mayHaveArrived: access(final, F_OK) == 0))
        }
        return message.all(.pushed(reference: name))
    }

    private func contents(_ message: PushMessage) -> [UInt8] {
        guard isCSV else { return message.contacts.flatMap { $0.document.bytes + [UInt8(ascii: "\n")] } }
        var writer = CSVWriter(guardsFormulas: guardsFormulas)
        let columns = message.contacts.first.map { Self.columns($0.document) } ?? []
        writer.append(record: ["block"] + columns)
        for contact in message.contacts {
            let document = contact.document
            writer.append(record: [message.blockName] + columns.map { Self.cell(document[$0]) })
        }
        return writer.bytes
    }

    private static func columns(_ document: JSONValue) -> [String] {
        guard case .object(let members) = document else { return [] }
        return members.map(\.key)
    }

    private static func cell(_ value: JSONValue) -> String? {
        if case .string(let text) = value { text } else { value.text }
    }

    private struct FileError: Error {
        let reason: String
        static var now: FileError { FileError(reason: String(cString: strerror(errno))) }
    }

    private static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
        guard file >= 0 else { throw FileError.now }
        defer { close(file) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(file, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw FileError.now }
            rest = rest.dropFirst(count)
        }
        guard fsync(file) == 0 else { throw FileError.now }
    }

    private static func sync(_ path: String, _ flags: Int32) throws(FileError) {
        let file = open(path, flags | O_CLOEXEC)
        guard file >= 0 else { throw FileError.now }
        defer { close(file) }
        guard fsync(file) == 0 else { throw FileError.now }
    }
}

#if canImport(Glibc)
private let systemWrite = Glibc.write
#elseif canImport(Musl)
private let systemWrite = Musl.write
#else
private let systemWrite = Darwin.write
#endif
