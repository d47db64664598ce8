import Evidence

extension Pattern {
    /// A batch scheduler ended the job, or reports how a task of it ended: Slurm, LSF, PBS, YARN, Kubernetes.
    static let schedulerEnded = Pattern(
        "scheduler-ended",
        literals: [
            "CANCELLED AT", "DUE TO TIME LIMIT", "TERM_RUNLIMIT", "TERM_MEMLIMIT", "TERM_OWNER", "TERM_PREEMPT", "TERM_ADMIN",
            "PBS: job killed",
            "killed by YARN", "DeadlineExceeded", "NODE FAILURE", "reason: Evicted", "Reason: Evicted", "Exceeded step memory",
            "Exceeded job memory", "job preempted", "Job deleted at request", "Aborted by PBS", "NODE_FAIL", "ode failure",
            "Job exceeded resource",
        ],
        regex:
            #"(?:\*\*\* (?:JOB|STEP) \S+ ON \S+ CANCELLED AT \S+(?: DUE TO (?<slurm>[A-Z ]+?))?(?: \*\*\*|$)|\bDUE TO (?<due>TIME LIMIT|NODE FAILURE|PREEMPTION)\b|\bTERM_(?<lsf>RUNLIMIT|MEMLIMIT|OWNER|PREEMPT|ADMIN)\b|PBS: job killed: (?<pbs>.+)|Container killed by YARN for (?<yarn>[a-z ]+)|\b(?<k8s>DeadlineExceeded|Evicted)\b|Exceeded (?:step|job) (?<memory>memory) limit|^[Jj]ob preempted \((?<mail>[a-z ]+)\)|^Job deleted at request of (?<by>\S+)|^(?<server>Aborted by PBS) Server|\b(?<node>NODE_FAIL)\b|\b(?:[Tt]erminated|[Rr]equeued|[Kk]illed|[Cc]ancell?ed|[Ff]ailed) (?:due to|because of|by) (?:a )?(?<lost>node failure)|^Job exceeded resource (?<resource>\w+))"#,
        captures: ["slurm", "due", "lsf", "pbs", "yarn", "k8s", "memory", "mail", "by", "server", "node", "lost", "resource"],
        matches: [
            "slurmstepd: error: *** JOB 4711 ON node07 CANCELLED AT 2026-03-02T08:30:00 DUE TO TIME LIMIT ***",
            "slurmstepd: error: *** STEP 4711.0 ON node07 CANCELLED AT 2026-03-02T08:30:00 ***", "TERM_OWNER: job killed by owner.",
            "=>> PBS: job killed: walltime 3612 exceeded limit 3600", "job preempted (node failure)",
            "Job deleted at request of ops@login1",
            "Aborted by PBS Server", "JobState=NODE_FAIL Reason=NodeDown", "Job 12 was requeued due to node failure",
            "Job exceeded resource walltime",
        ],
        ignores: [
            "the job may be CANCELLED AT any time", "due to time limits we skip the ablation", "job deleted", "we simulate node failures",
        ])
}
