internal import Dispatch
internal import Synchronization
internal import Threads

/// Looks for the merged cells of a sheet on a thread of its own, since all of the sheet is unpacked for that: the texts of the workbook are
/// read meanwhile.
final class MergeSearch: Sendable {
    private let isOver = Flag()
    private let found = Outcome()

    init(in member: ZipArchive.Member, of file: FileBytes, format: String) {
        startThread(for: "merged cells") { [isOver, found] in
            found.set(
                Result { () throws(TableError) in
                    try MergeScanner.areas(try ZipArchive(file, kind: format).open(member)) { !isOver.isSet }
                })
        }
    }

    /// Waits for the thread, which reads a file that may be closed after this.
    deinit {
        isOver.set()
        found.wait()
    }

    /// As `A1:A2`, in the order of the sheet.
    func areas() throws(TableError) -> [Substring] { try found.wait().get() }

    private final class Flag: Sendable {
        private let value = Atomic(false)
        var isSet: Bool { value.load(ordering: .acquiring) }
        func set() { value.store(true, ordering: .releasing) }
    }

    private final class Outcome: Sendable {
        private let value = Mutex<Result<[Substring], TableError>>(.success([]))
        private let ready = DispatchSemaphore(value: 0)

        func set(_ result: Result<[Substring], TableError>) {
            value.withLock { $0 = result }
            ready.signal()
        }

        @discardableResult
        func wait() -> Result<[Substring], TableError> {
            ready.wait()
            // Whoever asks once more gets the same.
            ready.signal()
            return value.withLock { $0 }
        }
    }
}

/// Finds the merged cells of a sheet, which it names behind its rows: without parsing, since all of it is read for that.
private enum MergeScanner {
    private static let mark = Array("mergeCell ".utf8)

    /// - Parameter goesOn: Whether somebody still waits for them.
    static func areas(_ stream: ByteStream, while goesOn: () -> Bool) throws(TableError) -> [Substring] {
        var areas: [Substring] = []
        var held: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 17)
        while areas.count < MergedCells.mergesMax, goesOn() {
            let count = try ByteStream.fill(&piece, from: stream)
            if count == 0 { break }
            held += piece[..<count]
            var position = 0
            held.withUnsafeBufferPointer { bytes in
                while let at = find(in: bytes, from: position) {
                    // The attributes, if they are there already.
                    guard let end = bytes[at...].firstIndex(of: UInt8(ascii: ">")) else {
                        position = at
                        return
                    }
                    position = end
                    let words = String(decoding: UnsafeBufferPointer(rebasing: bytes[at..<end]), as: UTF8.self)
                    guard let start = words.firstRange(of: "ref=")?.upperBound, let quote = words[start...].first else { continue }
                    let value = words[words.index(after: start)...].prefix { $0 != quote }
                    areas.append(value)
                }
                position = max(position, bytes.count - mark.count)
            }
            held.removeFirst(min(held.count, max(0, position)))
            if held.count > 1 << 20 { held = [] }
        }
        return areas
    }

    private static func find(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var position = start
        while position + mark.count <= bytes.count {
            // Of all letters in the marks of a sheet, this one is rare.
            guard let at = UnsafeBufferPointer(rebasing: bytes[(position + 5)...]).firstIndex(of: UInt8(ascii: "C")) else { return nil }
            let begin = position + at
            if begin + mark.count <= bytes.count, mark.indices.allSatisfy({ bytes[begin + $0] == mark[$0] }) { return begin }
            position = begin + 1
        }
        return nil
    }
}
