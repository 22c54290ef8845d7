/// What came of reading a phone cell, beside its numbers.
package struct PhoneCellReading: Sendable, Equatable {
    /// Valid numbers in it.
    package var valid = 0
    /// Texts with digits in it, numbers or not.
    package var parts = 0
    /// What is wrong with the first text that is no number; nil when all are numbers, or there is nothing.
    package var fault: PhoneNumberFault?
}
