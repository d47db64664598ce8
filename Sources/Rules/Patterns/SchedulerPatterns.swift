import Evidence

extension Pattern {
    /// A batch scheduler ended the job, or reports how a task of it ended: Slurm, LSF, PBS, YARN, Kubernetes.
    static let schedulerEnded = Pattern(
        "scheduler-ended",
        literals: [
            "CANCELLED AT", "DUE TO TIME LIMIT", "TERM_RUNLIMIT", "TERM_MEMLIMIT", "TERM_OWNER", "TERM_PREEMPT", "TERM_ADMIN",
            "PBS: job killed",
            "killed by YARN", "DeadlineExceeded", "NODE FAILURE", "reason: Evicted", "Reason: Evicted", "Exceeded step memory",
            "Exceeded job memory", "job preempted (",
        ],
        regex:
            #"(?:\*\*\* (?:JOB|STEP) \S+ ON \S+ CANCELLED AT \S+(?: DUE TO (?<slurm>[A-Z ]+?))?(?: \*\*\*|$)|\bDUE TO (?<due>TIME LIMIT|NODE FAILURE|PREEMPTION)\b|\bTERM_(?<lsf>RUNLIMIT|MEMLIMIT|OWNER|PREEMPT|ADMIN)\b|PBS: job killed: (?<pbs>.+)|Container killed by YARN for (?<yarn>[a-z ]+)|\b(?<k8s>DeadlineExceeded|Evicted)\b|^job preempted \((?<mail>[a-z ]+)\)|Exceeded (?:step|job) (?<memory>memory) limit)"#,
        captures: ["slurm", "due", "lsf", "pbs", "yarn", "k8s", "memory", "mail"],
        matches: [
            "slurmstepd: error: *** JOB 4711 ON node07 CANCELLED AT 2026-03-02T08:30:00 DUE TO TIME LIMIT ***",
            "slurmstepd: error: *** STEP 4711.0 ON node07 CANCELLED AT 2026-03-02T08:30:00 ***", "TERM_OWNER: job killed by owner.",
            "=>> PBS: job killed: walltime 3612 exceeded limit 3600",
            "job preempted (node failure)",
        ],
        ignores: ["the job may be CANCELLED AT any time", "due to time limits we skip the ablation"])
}
