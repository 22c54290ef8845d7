#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Sends this process SIGTERM once nothing more can come on standard input.
///
/// Whoever started it holds the writing end of a pipe, which closes however he ends, `kill -9` included.
package func terminateAtEndOfInput() {
    startThread(for: "standard input") {
        var byte: UInt8 = 0
        while true {
            let length = read(STDIN_FILENO, &byte, 1)
            if length == 0 || (length < 0 && errno != EINTR) { break }
        }
        kill(getpid(), SIGTERM)
    }
}
