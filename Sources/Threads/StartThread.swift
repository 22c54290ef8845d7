#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Runs `body` on a detached thread of its own, for what blocks: the threads of Swift's concurrency must not.
///
/// Without Foundation, whose `Thread` would be all that a program loads it for. A system that has no room for one more thread
/// ends the process, as one without memory does.
/// - Parameter purpose: What the thread is for, as the message of that crash says it.
package func startThread(for purpose: StaticString, _ body: @escaping @Sendable () -> Void) {
    final class Body {
        let run: @Sendable () -> Void
        init(run: @escaping @Sendable () -> Void) { self.run = run }
    }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    defer { pthread_attr_destroy(&attributes) }
    let context = Unmanaged.passRetained(Body(run: body)).toOpaque()
    #if canImport(Darwin)
    var thread: pthread_t?
    #else
    var thread = pthread_t()
    #endif
    let failure = pthread_create(
        &thread, &attributes,
        { context in
            #if canImport(Darwin)
            Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
            #else
            Unmanaged<Body>.fromOpaque(context!).takeRetainedValue().run()
            #endif
            return nil
        }, context)
    precondition(failure == 0, "cannot start a thread for \(purpose) (error \(failure))")
}
