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

    /// A file was not there when a step wanted to read it.
    static let missingInput = Pattern(
        "missing-input",
        literals: ["StreamAccess", "Found no resources", "annot mount", "DatasetMount", "StreamError", "requested stream"],
        regex:
            #"(?:ScriptExecution\.StreamAccess\.NotFound|StreamAccessException was caused by NotFoundException|Found no resources for the input provided: '(?<url>[^']+)'|Cannot mount [Dd]ataset|DatasetMountValidationException|StreamError\(NotFound\)|The requested stream was not found)"#,
        captures: ["url"], matches: ["Found no resources for the input provided: 'https://a.blob.core.windows.net/c/output_56bbf1b6'"],
        ignores: ["Found no resources to optimise"])

    static let outputs: [Pattern] = [savedTo, outputFolderPrinted, missingInput]
}
