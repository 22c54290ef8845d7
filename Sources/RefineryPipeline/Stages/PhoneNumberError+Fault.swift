package import PhoneNumbers
package import RefineryModel

extension PhoneNumberError: Fault {
    package var kind: FaultKind { .usage }
}
