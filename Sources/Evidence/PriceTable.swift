/// What an hour of compute costs, as the configuration says; without it no report speaks of money.
package struct PriceTable: Hashable, Sendable {
    /// A price of one name.
    package struct Entry: Hashable, Sendable {
        /// Name of a compute target or of a machine's size (`Standard_NC6s_v3`), in lower case.
        package var name: String
        package var perHour: Double

        package init(name: String, perHour: Double) {
            self.name = name.lowercased()
            self.perHour = perHour
        }
    }

    /// As it is to be printed: `EUR`, `USD`.
    package var currency: String
    /// By name.
    package var entries: [Entry]
    /// Of compute that no entry names; nil where such hours cost nothing that is known.
    package var otherwise: Double?

    package init(currency: String, entries: [Entry], otherwise: Double? = nil) {
        self.currency = currency
        self.entries = entries.sorted { $0.name < $1.name }
        self.otherwise = otherwise
    }

    /// The price of an hour: by the compute target first, then by the size of its machines.
    package func perHour(compute: String?, size: String? = nil) -> Double? {
        for name in [compute, size].compactMap({ $0?.lowercased() }) {
            if let entry = entries.first(where: { $0.name == name }) { return entry.perHour }
        }
        return otherwise
    }
}
