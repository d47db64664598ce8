import Intake
import Store

/// Nothing could be done, for a reason that a person can mend: the store, a path, a name. The command ends with 2.
package struct CannotRun: Error, Sendable, CustomStringConvertible {
    /// One full sentence, and what to do.
    package let description: String

    package init(_ description: String) {
        self.description = description
    }

    /// Words the errors of the trades alike; what is a fault of the program stays what it is.
    static func translating<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch { throw translated(error) }
    }

    static func translated(_ error: any Error) -> any Error {
        switch error {
        case let error as StoreError: CannotRun(error.description)
        case let error as IntakeError: CannotRun(error.description)
        case let error as PatternError: CannotRun("The rules' patterns cannot be used. \(error.description)")
        default: error
        }
    }
}
