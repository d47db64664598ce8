#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What happens when the program is told to stop.
enum Signals {
    /// Ends at once: every source is one transaction, so that the store is consistent whenever the process goes.
    static func install() {
        signal(SIGINT) { _ in _exit(130) }
        signal(SIGTERM) { _ in _exit(143) }
        // A closed pipe is told by `write` instead.
        signal(SIGPIPE, SIG_IGN)
    }
}
