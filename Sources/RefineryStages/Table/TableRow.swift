package import RefineryModel

/// A row of a submitted table beside what refining makes of it.
package struct TableRow: Sendable {
    package let number: Int64
    /// The cells as the file has them, each below its column; of a row that is no record as many as it has.
    package let cells: [String]
    /// What the record says; nil: the row became none.
    package var record: Record?

    package init(number: Int64, cells: [String], record: Record? = nil) {
        self.number = number
        self.cells = cells
        self.record = record
    }

    /// What refining makes of the row.
    package struct Record: Sendable {
        /// The cells as the record has them; those that nothing is understood of, or that hold several values, as they were.
        package var cells: [String]
        /// The number that is called first, in E.164.
        package let phone: String?
        package let phoneStatus: PhoneStatus
        /// What the record says in each column of ``TableRefiner/appended``, in their order.
        package let values: [String?]
    }
}
