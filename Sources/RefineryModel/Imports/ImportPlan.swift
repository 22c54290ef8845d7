/// What the refine stage needs to know of an import.
package struct ImportPlan: Sendable {
    package let id: ImportID
    package let number: Int32
    package let source: SourceLocation
    package let options: ImportOptions

    package init(id: ImportID, number: Int32, source: SourceLocation, options: ImportOptions) {
        self.id = id
        self.number = number
        self.source = source
        self.options = options
    }
}
