package import Digest
package import RefineryModel

extension SHA256Hasher {
    /// What makes a record with these values a duplicate of another: see ``FingerprintInput``.
    package func fingerprint(of values: RecordValues, arena: TextArena) -> Fingerprint {
        if let input = FingerprintInput.bytes(of: values, arena: arena) { update(UnsafeRawBufferPointer(input)) }
        return withUnsafeTemporaryAllocation(byteCount: Self.digestBytes, alignment: 8) { digest in
            finish(into: digest)
            return Fingerprint(digest: UnsafeRawBufferPointer(digest))
        }
    }
}
