/// What stands behind the ids and references that name Azure resources.
enum ResourceName {
    /// The name of a compute target without what it may be wrapped in: an ARM path, `azureml:`, a version.
    ///
    /// Nil for the words that stand in its place where the platform picks the machine: they name no cluster.
    static func compute(_ text: String?) -> String? {
        guard var name = text.map({ Substring($0) }), !name.isEmpty else { return nil }
        if let colon = name.firstIndex(of: ":"), String(name[..<colon]).equalsIgnoringASCIICase("azureml") {
            name = name[name.index(after: colon)...]
        }
        while name.hasSuffix("/") { name = name.dropLast() }
        if let slash = name.lastIndex(of: "/") { name = name[name.index(after: slash)...] }
        let bare = String(name)
        let isWord = bare.isEmpty || bare.equalsIgnoringASCIICase("amlcompute") || bare.equalsIgnoringASCIICase("none")
        return isWord ? nil : bare
    }

    /// The component after `/computes/` in a resource id, whatever its case; nil where the id names no compute.
    static func computeComponent(ofResourceID id: String?) -> String? {
        component(after: "computes", in: id)
    }

    /// The component after the segment `segment`, whatever its case.
    static func component(after segment: StaticString, in id: String?) -> String? {
        // Nearly every id of a log row names a workspace and no more: told without taking the id apart.
        guard let id, id.containsIgnoringASCIICase(segment) else { return nil }
        let parts = id.split(separator: "/", omittingEmptySubsequences: true)
        guard let index = parts.lastIndex(where: { String($0).equalsIgnoringASCIICase("\(segment)") }), index + 1 < parts.count else {
            return nil
        }
        return String(parts[index + 1])
    }

    /// The id of a code snapshot in `.../codes/<id>/versions/1` or `azureml:<id>:1`; nil for a folder or an address.
    static func snapshot(ofCode text: String?) -> String? {
        guard let text else { return nil }
        if let id = component(after: "codes", in: text) { return id }
        let parts = text.split(separator: ":")
        guard parts.count >= 2, String(parts[0]).equalsIgnoringASCIICase("azureml"), !parts[1].contains("/") else { return nil }
        return String(parts[1])
    }
}
