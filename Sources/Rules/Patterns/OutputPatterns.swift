import Evidence

extension Pattern {
    /// A line that says where something was saved.
    static let savedTo = Pattern(
        "saved-to",
        literals: [
            "sav", "Sav", "SAV", "rote", "ritten", "riting", "umped", "xport", "tored", "toring", "heckpoint", "report in", "results in",
            "output in",
        ],
        regex:
            #"(?i)\b(?:saved?|saving|wrote|written|writing|dumped|exported|exporting|storing|stored|checkpoint(?:ed|ing)?|(?:report|results?|outputs?|model|artifacts?)(?: is| are)?(?= in\b))\b(?:[^'"\n]{0,60}?\s(?:to|in|into|at|as|under)\b|[^'"\n]{0,60}?\s?:)?\s*[:=]?\s*['"`]?(?<path>(?:[a-z][a-z0-9+.-]*://|~|\.{0,2}/|[A-Za-z]:\\)?[\w.$%{}=+@-]+(?:[/\\][\w.$%{}=+@-]+)*)['"`]?\.?(?:\s*\([^)]*\))?\s*$"#,
        captures: ["path"],
        matches: [
            "model saved to /tmp/model/clf.joblib", "saved /root/item_vectors.npy (51328 bytes)", "report in ./report_out",
            "Saving model checkpoint to ckpt/step-500",
        ],
        ignores: ["saved 3 hours of compute", "nothing was kept"])

    /// The script prints its working directory or output folder.
    static let outputFolderPrinted = Pattern(
        "output-folder-printed", literals: ["irectory", " dir", "older", " path"],
        regex: #"(?i)^(?:output|results?|model|artifact|checkpoint)s? (?:directory|dir|folder|path)\s*[:=]\s*(?<path>\S+)$"#,
        captures: ["path"],
        matches: ["Output directory: /mnt/azureml/cr/j/0a1b/exe/wd"], ignores: ["Output directory is empty: no"])

    /// The platform could not collect what the run had written.
    static let uploadFailed = Pattern(
        "upload-failed",
        literals: [
            "Failed to upload", "Failed to update outputs", "Failed to flush task queue", "Data loss might occur", "RunHistoryFinalization",
            "pload failed", "ailed to upload", "UploadSession",
        ],
        regex:
            #"(?:Failed to (?:upload|update) outputs\b|Failed to flush task queue within|Data loss might occur|RunHistoryFinalization\s+failed|\bUploadSession\b.{0,80}\b(?:failed|error)|\b[Ff]ailed to upload (?:artifact|log|output|result)s?\b|\b(?:[Aa]rtifact|[Oo]utput) upload failed\b)"#,
        matches: [
            "Failed to upload outputs and mark job as failed. Error: The specified block list is invalid",
            "Failed to update outputs and mark job as failed.", "Failed to flush task queue within 300 seconds",
            "Could not clean up all items! Data loss might occur!", "ERROR:: RunHistoryFinalization  failed. .",
            "UploadSession(model): failed after 3 tries", "failed to upload artifact model.bin: 403", "Output upload failed: 403",
        ],
        ignores: ["Failed to upload your avatar", "UploadSession(model): 12 files", "uploads failed to start: 0"])

    static let outputs: [Pattern] = [savedTo, outputFolderPrinted, uploadFailed]
}
