internal import Postgres
internal import RefineryModel

extension ImportID: PostgresValue {}
extension SubmissionID: PostgresValue {}
extension WorkerID: PostgresValue {}
extension LookupRequestID: PostgresValue {}
extension JobID: PostgresValue {}
extension Stage: PostgresValue {}
extension WorkerRole: PostgresValue {}
extension JobState: PostgresValue {}
extension ImportStatus: PostgresValue {}
extension EventKind: PostgresValue {}
extension RecordID: PostgresValue {}
extension Money: PostgresValue {}
extension LookupProviderName: PostgresValue {}
extension LookupBudget.State: PostgresValue {}
extension LinkKind: PostgresValue {}
extension LinkState: PostgresValue {}
