#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// How much memory is in use of what there is: of the machine, or of the control group that this process is in.
package struct MemoryUse: Sendable, Equatable {
    /// The control group, as `/system.slice/refinery.service`; nil: the machine.
    package let group: String?
    package let used: Int64
    package let limit: Int64

    package init(group: String?, used: Int64, limit: Int64) { (self.group, self.used, self.limit) = (group, used, limit) }
}

/// How much of a disk is free.
package struct DiskSpace: Sendable, Equatable {
    /// Which disk: the same for all its directories.
    package let disk: UInt64
    package let directory: String
    package let free: Int64
    package let total: Int64

    package init(disk: UInt64, directory: String, free: Int64, total: Int64) {
        (self.disk, self.directory, self.free, self.total) = (disk, directory, free, total)
    }
}

/// The memory of the machine, and that of the control group where it has a limit; nothing where the system does not say. What can be given back
/// at once, as files that were read, does not count.
package func memoryUses() -> [MemoryUse] {
    var uses: [MemoryUse] = []
    if let text = contents(of: "/proc/meminfo") {
        let lines = named(text)
        if let total = lines["MemTotal"], let free = lines["MemAvailable"] {
            uses.append(MemoryUse(group: nil, used: (total - free) << 10, limit: total << 10))
        }
    }
    // cgroups(7), version 2: one line `0::/path`.
    if let path = contents(of: "/proc/self/cgroup")?.split(separator: "\n").first(where: { $0.hasPrefix("0::") })?.dropFirst(3) {
        let folder = "/sys/fs/cgroup\(path == "/" ? "" : path)/memory"
        // Without a limit it says `max`.
        if let limit = contents(of: folder + ".max").flatMap(number), let used = contents(of: folder + ".current").flatMap(number) {
            let cached = contents(of: folder + ".stat").map(named)?["inactive_file"] ?? 0
            uses.append(MemoryUse(group: String(path), used: max(0, used - cached), limit: limit))
        }
    }
    return uses
}

/// nil for a directory that is not on this machine.
package func diskSpace(of directory: String) -> DiskSpace? {
    var (facts, status) = (statvfs(), stat())
    guard statvfs(directory, &facts) == 0, stat(directory, &status) == 0 else { return nil }
    let block = Int64(clamping: facts.f_frsize)
    return DiskSpace(
        disk: UInt64(truncatingIfNeeded: status.st_dev), directory: directory, free: Int64(clamping: facts.f_bavail) * block,
        total: Int64(clamping: facts.f_blocks) * block)
}

/// Lines of a name and a number: `MemTotal:  8 kB`, `inactive_file 7`.
private func named(_ text: String) -> [String: Int64] {
    var values: [String: Int64] = [:]
    for line in text.split(separator: "\n") {
        let fields = line.split { $0 == " " || $0 == ":" || $0 == "\t" }
        if fields.count > 1, let value = Int64(fields[1]) { values[String(fields[0])] = value }
    }
    return values
}

private func number(_ text: String) -> Int64? { Int64(text.prefix { $0 != "\n" }) }

/// A file of the kernel, which fits into some kilobytes.
private func contents(of path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&buffer, 1, buffer.count, file)
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
}
