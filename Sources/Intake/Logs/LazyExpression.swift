import Foundation
import Synchronization

/// A regular expression that is compiled when it is first asked for.
final class LazyExpression: Sendable {
    private enum State: Sendable {
        case pattern(String)
        case compiled(NSRegularExpression?)
    }

    private let state: Mutex<State>

    init(_ pattern: String) { state = Mutex(.pattern(pattern)) }

    /// Nil if the pattern is none.
    var compiled: NSRegularExpression? {
        state.withLock { state in
            switch state {
            case .compiled(let expression): return expression
            case .pattern(let pattern):
                let expression = try? NSRegularExpression(pattern: pattern)
                state = .compiled(expression)
                return expression
            }
        }
    }
}
