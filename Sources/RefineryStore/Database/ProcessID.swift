#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The id the operating system gave this process.
package func processID() -> Int32 { getpid() }
