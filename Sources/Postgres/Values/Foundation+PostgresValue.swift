#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

extension UUID: PostgresValue {
    package static var postgresType: PostgresType { .uuid }

    package func encode(into writer: inout BinaryWriter) {
        withUnsafeBytes(of: uuid) { writer.write($0) }
    }

    package static func decode(_ field: Field) throws(DecodeProblem) -> UUID {
        try field.require(.uuid)
        guard field.bytes.count == 16 else { throw .malformed }
        return UUID(uuid: field.bytes.loadUnaligned(as: uuid_t.self))
    }
}

/// A `timestamptz`, kept to the microsecond for centuries around today; `infinity` is refused.
extension Date: PostgresValue {
    /// Postgres counts microseconds from 2000-01-01, `Date` seconds from 2001-01-01; 2000 was a leap year.
    private static let epochOffset = 366.0 * 86_400

    package static var postgresType: PostgresType { .timestamptz }

    package func encode(into writer: inout BinaryWriter) {
        let microseconds = ((timeIntervalSinceReferenceDate + Self.epochOffset) * 1_000_000).rounded()
        if let exact = Int64(exactly: microseconds) {
            writer.write(exact)
        } else {
            writer.fail(.outOfRange)
        }
    }

    package static func decode(_ field: Field) throws(DecodeProblem) -> Date {
        try field.require(.timestamptz)
        let microseconds = try field.integer(Int64.self)
        guard microseconds != .max, microseconds != .min else { throw .malformed }
        return Date(timeIntervalSinceReferenceDate: Double(microseconds) / 1_000_000 - epochOffset)
    }
}
