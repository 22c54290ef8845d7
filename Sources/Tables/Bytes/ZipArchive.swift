internal import CZip
#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

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

    let members: [Member]
    private let archive: OpaquePointer
    private let kind: String
    /// Names in lower case, with slashes: some writers know no difference.
    private let indices: [String: Int]

    /// - Parameter kind: What the file is called in messages.
    init(_ file: FileBytes, kind: String) throws(TableError) {
        self.kind = kind
        let copy = dup(file.descriptor)
        guard copy >= 0 else { throw .readFailed(reason: String(cString: strerror(errno))) }
        _ = fcntl(copy, F_SETFD, FD_CLOEXEC)
        var code: Int32 = 0
        guard let archive = zip_fdopen(copy, 0, &code) else {
            close(copy)
            var error = zip_error_t()
            zip_error_init_with_code(&error, code)
            defer { zip_error_fini(&error) }
            throw .broken(format: kind, problem: String(cString: zip_error_strerror(&error)).lowercased())
        }
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
