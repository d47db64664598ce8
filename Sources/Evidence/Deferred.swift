/// Evidence that stays as it was stored until somebody asks for it.
package protocol DeferredList<Element>: AnyObject, Sendable {
    associatedtype Element: Hashable & Sendable & Codable
    /// All of it, which is not nothing.
    var list: [Element] { get }
    /// The part that has one of the wanted names.
    func list(where isWanted: (String) -> Bool) -> [Element]
}

/// A list that may be read only when somebody asks for it: the first and last lines of its logs, which are most of a large store, nobody
/// asks a run for that went well.
@propertyWrapper
package struct Deferred<Element: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
    private var list: [Element]
    private(set) var source: (any DeferredList<Element>)?

    package init(wrappedValue: [Element]) {
        list = wrappedValue
    }

    package init(_ source: any DeferredList<Element>) {
        list = []
        self.source = source
    }

    package var wrappedValue: [Element] {
        get { source?.list ?? list }
        set {
            list = newValue
            source = nil
        }
    }

    package var projectedValue: Deferred<Element> {
        get { self }
        set { self = newValue }
    }

    /// Nothing is read to tell.
    package var isEmpty: Bool { source == nil && list.isEmpty }

    package init(from decoder: any Decoder) throws { list = try [Element](from: decoder) }
    package func encode(to encoder: any Encoder) throws { try wrappedValue.encode(to: encoder) }
    package static func == (left: Deferred, right: Deferred) -> Bool { left.wrappedValue == right.wrappedValue }
    package func hash(into hasher: inout Hasher) { wrappedValue.hash(into: &hasher) }
}
