package import PrivatePostgres
package import RefineryModel

extension PrivatePostgresError: Fault {
    package var code: FaultCode { .privateDatabaseUnavailable }
}
