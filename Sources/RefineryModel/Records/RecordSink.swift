/// Takes what refining makes of rows, in their order: records and rejects.
///
/// A record's texts are slices of memory that is used again for the next row: what a sink keeps it copies.
package protocol RecordSink: AnyObject {
    /// Takes a row that became a record.
    func append(id: RecordID, fingerprint: Fingerprint, _ values: borrowing RecordValues)

    /// Takes a row that could not become a record.
    func reject(_ reject: RowReject)
}
