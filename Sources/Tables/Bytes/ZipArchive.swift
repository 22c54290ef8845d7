internal import CZip

/// A ZIP archive, whose parts are read as they are unpacked.
final class ZipArchive {
    struct Member {
        let index: UInt64
        /// As the archive writes it.
        let name: String
        let bytes: Int64
        let packed: Int64
        let isEncrypted: Bool
    }

    let file: FileBytes
    let members: [Member]
    private let archive: OpaquePointer
    private let kind: String
    /// Names in lower case, with slashes: some writers know no difference.
    private let indices: [String: Int]

    /// - Parameter kind: What the file is called in messages.
    init(_ file: FileBytes, kind: String) throws(TableError) {
        self.kind = kind
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        guard let source = ZipBytes.source(file, &error) else { throw .noRoom(reason: "no memory for an archive") }
        guard let archive = zip_open_from_source(source, 0, &error) else {
            zip_source_free(source)
            throw .broken(format: kind, problem: String(cString: zip_error_strerror(&error)).lowercased())
        }
        self.file = file
        self.archive = archive
        let count = zip_get_num_entries(archive, 0)
        guard count >= 0, count <= TableLimits.members else {
            zip_discard(archive)
            throw .broken(format: kind, problem: "it has \(count) parts")
        }
        var members: [Member] = []
        var indices: [String: Int] = [:]
        for index in 0..<UInt64(count) {
            var status = zip_stat_t()
            zip_stat_init(&status)
            guard zip_stat_index(archive, index, 0, &status) == 0, let name = status.name.map({ String(cString: $0) }) else { continue }
            indices[Self.key(name)] = members.count
            members.append(
                Member(
                    index: index, name: name, bytes: Int64(clamping: status.size), packed: Int64(clamping: status.comp_size),
                    isEncrypted: status.encryption_method != UInt16(ZIP_EM_NONE)))
        }
        self.members = members
        self.indices = indices
    }

    deinit { zip_discard(archive) }

    static func key(_ name: String) -> String {
        var key = name.replacing("\\", with: "/").lowercased()
        while key.hasPrefix("/") { key.removeFirst() }
        return key
    }

    /// nil: there is none of that name.
    func member(_ name: String) -> Member? { indices[Self.key(name)].map { members[$0] } }

    /// - Throws: What is wrong with the part, before it is read.
    func open(_ member: Member) throws(TableError) -> ByteStream {
        if member.isEncrypted { throw .encrypted }
        if member.bytes > TableLimits.memberBytes { throw .memberTooLarge(member: member.name, bytes: member.bytes) }
        guard let file = zip_fopen_index(archive, member.index, 0) else {
            throw .broken(format: kind, problem: "\(member.name): \(String(cString: zip_strerror(archive)).lowercased())")
        }
        return ZipStream(self, file, member, kind)
    }
}

private final class ZipStream: ByteStream {
    /// Open as long as this is read.
    private let archive: ZipArchive
    private let file: OpaquePointer
    private let member: ZipArchive.Member
    private let kind: String
    private var bomb: UnpackingGuard

    init(_ archive: ZipArchive, _ file: OpaquePointer, _ member: ZipArchive.Member, _ kind: String) {
        self.archive = archive
        self.file = file
        self.member = member
        self.kind = kind
        bomb = UnpackingGuard(member: member.name)
    }

    deinit { zip_fclose(file) }

    package override func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
        let count = zip_fread(file, buffer.baseAddress, zip_uint64_t(buffer.count))
        guard count >= 0 else { throw .broken(format: kind, problem: "\(member.name) is damaged") }
        // What the archive says of the size of a part need not be so.
        try bomb.add(Int(count), packed: member.packed, limit: TableLimits.memberBytes)
        return Int(count)
    }
}

/// A file as libzip reads it, from a place of its own: archives of one file can be read side by side.
private final class ZipBytes {
    private let file: FileBytes
    private var position: Int64 = 0
    private var error = zip_error_t()

    private init(_ file: FileBytes) {
        self.file = file
        zip_error_init(&error)
    }

    deinit { zip_error_fini(&error) }

    static func source(_ file: FileBytes, _ error: inout zip_error_t) -> OpaquePointer? {
        let bytes = Unmanaged.passRetained(ZipBytes(file))
        let source = zip_source_function_create(
            { context, data, count, command in
                let bytes = Unmanaged<ZipBytes>.fromOpaque(context!)
                if command == ZIP_SOURCE_FREE {
                    bytes.release()
                    return 0
                }
                return bytes.takeUnretainedValue().answer(command, UnsafeMutableRawBufferPointer(start: data, count: Int(count)))
            }, bytes.toOpaque(), &error)
        if source == nil { bytes.release() }
        return source
    }

    private static let commands = [
        ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK,
        ZIP_SOURCE_TELL, ZIP_SOURCE_SUPPORTS,
    ].reduce(Int64(0)) { $0 | 1 << Int64($1.rawValue) }

    private func answer(_ command: zip_source_cmd_t, _ data: UnsafeMutableRawBufferPointer) -> Int64 {
        switch command {
        case ZIP_SOURCE_SUPPORTS: return Self.commands
        case ZIP_SOURCE_OPEN: position = 0
        case ZIP_SOURCE_CLOSE: break
        case ZIP_SOURCE_TELL: return position
        case ZIP_SOURCE_ERROR: return zip_error_to_data(&error, data.baseAddress!, zip_uint64_t(data.count))
        case ZIP_SOURCE_STAT:
            guard data.count >= MemoryLayout<zip_stat_t>.size else { return refuse(ZIP_ER_INVAL) }
            let status = data.baseAddress!.assumingMemoryBound(to: zip_stat_t.self)
            zip_stat_init(status)
            status.pointee.size = zip_uint64_t(file.size)
            status.pointee.valid = zip_uint64_t(ZIP_STAT_SIZE)
            return Int64(MemoryLayout<zip_stat_t>.size)
        case ZIP_SOURCE_SEEK:
            let place = zip_source_seek_compute_offset(
                zip_uint64_t(position), zip_uint64_t(file.size), data.baseAddress!, zip_uint64_t(data.count), &error)
            if place < 0 { return -1 }
            position = place
        case ZIP_SOURCE_READ:
            guard let count = try? file.read(at: position, into: data) else { return refuse(ZIP_ER_READ) }
            position += Int64(count)
            return Int64(count)
        default: return refuse(ZIP_ER_OPNOTSUPP)
        }
        return 0
    }

    private func refuse(_ code: Int32) -> Int64 {
        zip_error_set(&error, code, 0)
        return -1
    }
}
