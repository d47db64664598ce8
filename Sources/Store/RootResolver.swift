/// Follows runs to their roots.
struct RootResolver {
    let parents: [String: String]
    /// Roots that records name, other than the run itself.
    let declaredRoots: [String: String]
    private var known: [String: String] = [:]

    init(parents: [String: String], declaredRoots: [String: String]) {
        self.parents = parents
        self.declaredRoots = declaredRoots
    }

    /// The end of the chain of parents; where the chain ends at once, the root that the record names.
    mutating func root(of key: String) -> String {
        var chain: [String] = []
        var seen: Set<String> = []
        var current = key
        var result: String?
        while result == nil {
            if let cached = known[current] {
                result = cached
            } else if !seen.insert(current).inserted {
                // A circle: all of it gets the same root, whatever run one begins at.
                let circle = chain[(chain.firstIndex(of: current) ?? 0)...]
                result = circle.min() ?? current
            } else {
                chain.append(current)
                if let parent = parents[current], parent != current {
                    current = parent
                } else {
                    result = end(of: current, chain: chain)
                }
            }
        }
        let root = result ?? key
        for member in chain { known[member] = root }
        return root
    }

    /// A run without a parent may still name its root, and so may one whose parent is not in the store.
    private func end(of last: String, chain: [String]) -> String {
        if let declared = declaredRoots[last] { return declared }
        for member in chain.reversed() where chain.count > 1 {
            if let declared = declaredRoots[member], declared != last, !chain.contains(declared) { return declared }
        }
        return last
    }
}
