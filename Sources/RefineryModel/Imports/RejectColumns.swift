/// The columns that `refinery rejects` puts before those of the file.
///
/// A file that begins with them is a list of rejects that somebody fixed: they are dropped when it is submitted, with
/// ``TableColumns/line``.
package enum RejectColumns {
    package static let names = ["row", "field", "value", "code", "message"]
}
