#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Names the seed of a file that crashes or hangs the process.
enum Watchdog {
    /// What one file may take. Most take less than a millisecond.
    private static let limitSeconds: UInt32 = 20

    nonisolated(unsafe) private static var seed: UInt64 = 0

    static func start() {
        for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGALRM] {
            signal(number) { number in
                Watchdog.say(number == SIGALRM ? "a file hangs" : "a crash")
                if number == SIGALRM { _exit(1) }
                signal(number, SIG_DFL)
                raise(number)
            }
        }
    }

    /// From now on it is the file of this seed.
    static func watch(_ seed: UInt64) {
        self.seed = seed
        alarm(limitSeconds)
    }

    static func stop() { alarm(0) }

    /// Writes without allocating: the heap may be what is broken.
    private static func say(_ what: StaticString) {
        write(what)
        write("\nAgain: refinery-fuzz --rounds 1 --seed ")
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var (rest, start) = (seed, digits.count)
            repeat {
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            } while rest > 0
            _ = systemWrite(2, digits.baseAddress! + start, digits.count - start)
        }
        write("\n")
    }

    private static func write(_ text: StaticString) { _ = systemWrite(2, text.utf8Start, text.utf8CodeUnitCount) }
}

#if canImport(Glibc)
private let systemWrite = Glibc.write
#else
private let systemWrite = Darwin.write
#endif
