/// Takes what refining makes of rows, in their order: records and rejects.
package protocol RecordSink: AnyObject {
    /// Takes a row that became a record. The draft is used again for the next row: what a sink keeps of it, it copies.
    func append(id: RecordID, fingerprint: Fingerprint, _ draft: RecordDraft)

    /// Takes a row that could not become a record.
    func reject(_ reject: RowReject)
}
