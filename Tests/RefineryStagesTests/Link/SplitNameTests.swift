import RefineryStages
import Testing

@Suite("First and last names of a whole one") struct SplitNameTests {
    @Test(
        "titles and suffixes are none of the names, wherever they stand",
        arguments: [
            ("John Smith", "John", "Smith"), ("Dr. John A. Smith Jr.", "John", "Smith"), ("SMITH, JOHN", "JOHN", "SMITH"),
            ("SMITH, DR. JOHN JR", "JOHN", "SMITH"), ("Smith, Mrs. Ann M.", "Ann", "Smith"), ("Meyer, Prof. Dr. Karl", "Karl", "Meyer"),
            ("de la Cruz, Rev. Robert", "Robert", "de la Cruz"), ("Smith, John, Dr.", "John", "Smith"),
            ("Smith, John A., Mr.", "John", "Smith"),
            ("SMITH JR, JOHN", "JOHN", "SMITH"), ("Smith Jr., John", "John", "Smith"), ("Smith, Jr., John", "John", "Smith"),
            ("Smith III, Hon. John Q.", "John", "Smith"),
            ("John Smith, Dr.", "John", "Smith"), ("John Smith Jr., Prof. Dr.", "John", "Smith"), ("John Smith, MD", "John", "Smith"),
            ("Smith, John, Jr., MD", "John", "Smith"),
        ])
    func parts(whole: String, first: String, last: String) {
        let name = SplitName(first: nil, last: nil, whole: whole)
        #expect(name.first == first && name.last == last)
    }

    @Test(
        "a title that is a given name too is one where no other stands behind it",
        arguments: [
            ("Don Lee", "Don", "Lee"), ("Lee, Don", "Don", "Lee"), ("Don A. Lee", "Don", "Lee"), ("Lee, Don A.", "Don", "Lee"),
            ("Lee, Mr. Don", "Don", "Lee"), ("Lee, Don Carl", "Don", "Lee"), ("Don Carlos Ruiz", "Carlos", "Ruiz"),
        ])
    func givenNames(whole: String, first: String, last: String) {
        let name = SplitName(first: nil, last: nil, whole: whole)
        #expect(name.first == first && name.last == last)
    }

    @Test("a surname alone has no given name", arguments: [("Smith, Dr.", "Smith"), ("Mr. Smith", "Smith"), ("Prof. Dr. Meyer", "Meyer")])
    func surnames(whole: String, last: String) {
        let name = SplitName(first: nil, last: nil, whole: whole)
        #expect(name.first == nil && name.last == last)
    }
}
