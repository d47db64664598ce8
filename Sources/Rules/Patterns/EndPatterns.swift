import Evidence

extension Pattern {
    /// The wrapper saw the user's script succeed.
    static let experimentSucceeded = Pattern(
        "experiment-succeeded", literals: ["completed successfully. Finalizing"],
        regex: #"^The (?:experiment|activity) completed successfully\. Finalizing (?:run|job)"#,
        matches: ["The experiment completed successfully. Finalizing run..."],
        ignores: ["We hope the experiment completed successfully. Finalizing the paper now."])

    /// The wrapper saw the user's script fail.
    static let experimentFailed = Pattern(
        "experiment-failed", literals: ["The experiment failed", "The activity failed"],
        regex: #"^The (?:experiment|activity) failed(?: with exit code: (?<code>-?\d+))?\. Finalizing (?:run|job)"#, captures: ["code"],
        matches: ["The experiment failed. Finalizing run...", "The experiment failed with exit code: 1. Finalizing run..."],
        ignores: ["The experiment failed to beat the baseline."])

    /// The v1 wrapper waits for uploads and other open operations.
    static let cleanupBegun = Pattern(
        "cleanup-begun", literals: ["Cleaning up all outstanding"],
        regex: #"^Cleaning up all outstanding (?:Run|Job) operations, waiting (?<seconds>[\d.]+) seconds"#, captures: ["seconds"],
        matches: ["Cleaning up all outstanding Run operations, waiting 900.0 seconds"], ignores: ["Cleaning up all outstanding tickets"])

    static let cleanupDone = Pattern(
        "cleanup-done", literals: ["Cleanup took"], regex: #"^Cleanup took (?<seconds>[\d.e-]+) seconds"#, captures: ["seconds"],
        matches: ["Cleanup took 6.024156093597412 seconds"], ignores: ["Cleanup took longer than usual"])

    /// The node was given back.
    static let jobReleased = Pattern(
        "job-released", literals: ["Job release is complete"], regex: #"^Job release is complete"#,
        matches: ["Job release is complete"], ignores: ["When the Job release is complete, call us"])

    /// The v2 runtime finished the user's command.
    static let phaseCompleted = Pattern(
        "phase-completed", literals: ["phase execution completed"], regex: #"phase execution completed"#,
        matches: ["phase execution completed. rank=None phase=0"], ignores: ["phase execution started"])

    /// The v2 runtime's process bookkeeping is over.
    static let processCompleted = Pattern(
        "process-completed", literals: ["process execution completed"], regex: #"process execution completed"#,
        matches: ["process execution completed"], ignores: ["process execution pending"])

    /// A script says that it is done.
    static let doneMarker = Pattern(
        "done-marker",
        literals: ["omplete", "inished", "done", "Done", "DONE", "stopped: `max_", "View run", "wandb: Synced", "uccessfully"],
        regex:
            #"(?i)(?:\b(?:training|script|job|run|pipeline|step|work|everything|all|processing|evaluation|export|inference|scoring|experiment)\b[^:]{0,40}\b(?:is |has |was )?(?:completed?|finished|done|ended)\b(?! with (?:error|exception|failure))[.!]*$|^(?:all )?done[.!]*$|^finished(?: successfully)?[.!]*$|\bcompleted successfully\b|`Trainer\.fit` stopped: `max_(?:epochs|steps)=\d+` reached|^wandb: Synced |🏃 View run )"#,
        matches: [
            "Training completed.", "step finished", "Done!", "`Trainer.fit` stopped: `max_epochs=10` reached.", "night 3 run done",
        ],
        ignores: ["not done yet: 3 shards left", "completed 3 of 10 shards", "job finished with error: no rows"])

    /// Training ended before its last epoch on purpose.
    static let earlyStop = Pattern(
        "early-stop",
        literals: ["Signaling Trainer", "arly stopping", "arly stop", "EarlyStopping", "Stopping. Best", "Time limit reached", "onverged"],
        regex:
            #"(?i)(?:Signaling Trainer to stop|\bearly stopp(?:ing|ed)\b(?!\s*(?:patience|rounds)|\s*[=:]\s*\d)|Stopping\. Best iteration|Time limit reached\. Elapsed|\bconverged (?:after|at|in)\b)"#,
        matches: ["Epoch 12: early stopping", "Early stopping, best iteration is:", "converged after 41 iterations"],
        ignores: ["early_stopping_rounds: 50", "early stopping patience: 10", "early stopping: 20"])

    static let ends: [Pattern] = [
        experimentSucceeded, experimentFailed, cleanupBegun, cleanupDone, jobReleased, phaseCompleted, processCompleted, doneMarker,
        earlyStop,
    ]
}
