import Evidence

/// What an event is about, as far as events are looked for by it: they are kept together by subject.
struct EventSubject: Hashable, Sendable {
    /// Key of the run that it names.
    var runKey: String?
    /// Of events about compute, its name; `*` where the whole workspace went away. Events that only happen to name their run's compute are
    /// not about it.
    var compute: String?
}
