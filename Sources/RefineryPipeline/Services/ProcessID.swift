#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The id the operating system gave this process.
func processID() -> Int32 { getpid() }
