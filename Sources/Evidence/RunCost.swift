/// Time of a run that bought nothing, beside the time of the run itself.
package struct RunCost: Hashable, Sendable {
    /// Seconds between the end of the work and the end of the run (or now).
    package var finalizing: Double?
    /// Attempts of the process beside the first.
    package var retries: Int
    /// Seconds that attempts took which were started anew afterwards.
    package var retried: Double?

    package init(finalizing: Double? = nil, retries: Int = 0, retried: Double? = nil) {
        self.finalizing = finalizing
        self.retries = retries
        self.retried = retried
    }
}

/// What an hour on a compute target costs.
package struct PriceTable: Hashable, Sendable {
    /// As reports write it: `EUR`, `$`.
    package var currency: String
    /// By name of the compute target, lower-cased.
    package var perHour: [String: Double]
    /// For targets that the table does not name; nil if they are then not counted.
    package var otherwise: Double?

    package init(currency: String, perHour: [String: Double], otherwise: Double? = nil) {
        self.currency = currency
        self.perHour = perHour
        self.otherwise = otherwise
    }

    /// Nil for a target that has no price.
    package func price(ofHourOn compute: String?) -> Double? {
        compute.flatMap { perHour[$0.lowercased()] } ?? otherwise
    }
}
