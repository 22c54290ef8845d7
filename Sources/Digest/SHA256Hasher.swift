internal import CLibCrypto

/// SHA-256 (FIPS 180-4) by OpenSSL, with one context that is used again: a fingerprint costs no allocation.
///
/// Not for two tasks at a time.
package final class SHA256Hasher {
    /// Bytes of a digest.
    package static let digestBytes = 32

    /// Looked up once: OpenSSL takes longer for that than for a short digest.
    private nonisolated(unsafe) static let algorithm: OpaquePointer = {
        guard let algorithm = EVP_MD_fetch(nil, "SHA256", nil) else {
            fatalError("OpenSSL offers no SHA-256: its configuration on this machine is broken")
        }
        return algorithm
    }()

    private let context: OpaquePointer

    package init() {
        guard let context = EVP_MD_CTX_new() else { fatalError("OpenSSL has no memory for a digest") }
        self.context = context
        reset()
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Forgets what was fed so far.
    package func reset() {
        guard EVP_DigestInit_ex2(context, Self.algorithm, nil) == 1 else { fatalError("OpenSSL could not begin a digest") }
    }

    /// Feeds more bytes.
    package func update(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count > 0 else { return }
        guard EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else { fatalError("OpenSSL could not digest") }
    }

    /// Writes the digest of all bytes fed into the first 32 bytes of `digest`, and starts over.
    package func finish(into digest: UnsafeMutableRawBufferPointer) {
        precondition(digest.count >= Self.digestBytes, "a SHA-256 digest has 32 bytes")
        guard EVP_DigestFinal_ex(context, digest.baseAddress?.assumingMemoryBound(to: UInt8.self), nil) == 1 else {
            fatalError("OpenSSL could not end a digest")
        }
        reset()
    }

    /// The digest of all bytes fed, and starts over.
    package func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.digestBytes) { buffer, count in
            finish(into: UnsafeMutableRawBufferPointer(buffer))
            count = Self.digestBytes
        }
    }
}
