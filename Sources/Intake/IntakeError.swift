/// Why nothing can be read at all; a file that is only damaged is a `Problem` instead.
package struct IntakeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was asked for: a path, the name of a format.
    package let subject: String
    /// A full sentence that says what is wrong and what to do.
    package let description: String

    package init(subject: String, description: String) {
        self.subject = subject
        self.description = description
    }
}
