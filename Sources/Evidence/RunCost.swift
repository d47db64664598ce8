/// Time of a run that bought nothing, beside the time of the run itself.
package struct RunCost: Hashable, Sendable {
    /// Seconds between the end of the work and the end of the run (or now).
    package var finalizing: Double?
    /// Attempts of the process beside the first.
    package var retries: Int
    /// Seconds that attempts took which were started anew afterwards.
    package var retried: Double?
    /// Size of the machines it ran on (`Standard_NC6s_v3`), and their number; nil where no evidence names it.
    package var vmSize: String?
    package var machines: Int

    package init(finalizing: Double? = nil, retries: Int = 0, retried: Double? = nil, vmSize: String? = nil, machines: Int = 1) {
        self.finalizing = finalizing
        self.retries = retries
        self.retried = retried
        self.vmSize = vmSize
        self.machines = machines
    }
}

/// What an hour on a compute target, or on a machine of some size, costs.
package struct PriceTable: Hashable, Sendable {
    /// As reports write it: `EUR`, `$`.
    package var currency: String
    /// By name of the compute target or by VM size, lower-cased. No target is named like a size.
    package var perHour: [String: Double]
    /// For all that the table does not name; nil if it is then not counted.
    package var otherwise: Double?

    package init(currency: String, perHour: [String: Double], otherwise: Double? = nil) {
        self.currency = currency
        self.perHour = perHour
        self.otherwise = otherwise
    }

    /// What an hour of a run costs; nil where nothing prices it. A target's own price comes first, whatever it consists of; that of a size
    /// is for one machine.
    package func hour(on compute: String?, _ cost: RunCost) -> Double? {
        if let price = compute.flatMap({ perHour[$0.lowercased()] }) { return price }
        if let price = cost.vmSize.flatMap({ perHour[$0.lowercased()] }) { return price * Double(max(1, cost.machines)) }
        return otherwise
    }
}
