/// A file to be read, and how it is named in reports.
package struct InputFile: Hashable, Sendable {
    /// Relative to the folder given.
    package var shownPath: String
    /// Where it is on this machine.
    package var path: String
    package var isStandardInput: Bool
    package var size: Int64
    /// Why it cannot be read, as a full sentence; nil for a file that can.
    package var obstacle: String?
    /// The obstacle keeps evidence from us: bytes count as lost.
    package var isLost: Bool

    package init(
        shownPath: String, path: String, isStandardInput: Bool = false, size: Int64 = 0, obstacle: String? = nil, isLost: Bool = false
    ) {
        self.shownPath = shownPath
        self.path = path
        self.isStandardInput = isStandardInput
        self.size = size
        self.obstacle = obstacle
        self.isLost = isLost
    }

    /// How standard input is shown.
    package static let standardInput = InputFile(shownPath: "stdin", path: "-", isStandardInput: true)
}
