#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The settings of a queue's database that shares one machine with its users.
///
/// Written once, when the cluster is created, so that what a user changes stays changed. Nothing in it weakens durability.
struct ServerSettings {
    static let fileName = "refinery.conf"

    let memoryBytes: Int
    let lz4: Bool
    let version: Int

    /// A quarter of the memory, as Postgres' manual advises, but little enough to leave the machine to others.
    var sharedBuffersMegabytes: Int { min(max(memoryBytes / (4 << 20), 64), 512) }

    var text: String {
        var lines = [
            "# Settings of Refinery's private Postgres, written once when the cluster was created.",
            "# Change what you like, then: refinery db stop && refinery db start",
            "",
            "# What is not on disk is not done: a crash may cost no committed job.",
            "fsync = on",
            "synchronous_commit = on",
            "",
            "# A quarter of this machine's memory, at most 512 MB: a queue's hot pages are few, and the file cache does the rest.",
            "shared_buffers = \(sharedBuffersMegabytes)MB",
            "",
            "# An import writes gigabytes in minutes. Few checkpoints mean few full-page images; recovery after a crash reads at most this.",
            "max_wal_size = 4GB",
            "min_wal_size = 1GB",
            "checkpoint_timeout = 15min",
        ]
        if lz4 {
            lines += [
                "", "# lz4 costs far less time than the bytes it saves cost to write: for sources kept in the database and for the log.",
            ]
            if version >= 15 { lines.append("wal_compression = lz4") }
            lines.append("default_toast_compression = lz4")
        }
        lines += [
            "",
            "# Every worker process has a few connections and any number of workers may come.",
            "max_connections = 200",
            "",
            "# Statements here run for a millisecond; compiling them takes a hundred.",
            "jit = off",
            "",
            "# Flash storage: a random page costs hardly more than the next one.",
            "random_page_cost = 1.1",
        ]
        #if os(Linux)
        lines.append("effective_io_concurrency = 200")
        #endif
        return
            (lines + [
                "",
                "# One log a weekday, overwritten a week later: it never fills the disk, and yesterday is still there.",
                "logging_collector = on",
                "log_directory = '../log'",
                "log_filename = 'postgres-%a.log'",
                "log_rotation_age = 1d",
                "log_rotation_size = 0",
                "log_truncate_on_rotation = on",
                "log_line_prefix = '%m [%p] %a '",
                "log_lock_waits = on",
                "# Values of a row may be personal data: they stay out of the log.",
                "log_error_verbosity = terse",
                "log_parameter_max_length_on_error = 0",
                "",
                "timezone = 'UTC'",
                "log_timezone = 'UTC'",
                "cluster_name = 'refinery'",
                "",
            ]).joined(separator: "\n")
    }
}

/// Memory of the machine, or of the control group this process is held in.
func usableMemoryBytes() -> Int {
    let machine = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    let group = readText("/sys/fs/cgroup/memory.max").flatMap { Int($0.prefix(while: \.isNumber)) }
    return min(machine, group ?? machine)
}
