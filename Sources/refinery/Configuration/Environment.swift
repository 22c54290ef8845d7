#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The variables this process was started with.
enum Environment {
    static var variables: [String: String] { ProcessInfo.processInfo.environment }

    /// Processors of this machine.
    static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }
}
