package import PhoneNumbers
package import RefineryModel

extension PhoneNumberError: Fault {
    package var code: FaultCode { .phoneNumberInvalid }
}
