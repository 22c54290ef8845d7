#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

enum UTCDay {
    /// What is left of today, UTC.
    static var untilTomorrow: Duration { .seconds(86_400 - Int(time(nil)) % 86_400) }
}
