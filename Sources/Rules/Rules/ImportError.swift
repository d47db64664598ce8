import Evidence

extension Rule {
    /// A module is missing, or a binary library does not fit.
    package static let importError = Rule(
        id: "py-import-error", category: .unhandledException, kind: .cause, severity: .error,
        title: "A module is missing or does not fit the environment",
        why: """
            The environment that the run was given lacks a package that the script imports, has another version of it, or a shared library is \
            not there. The name to install often differs from the name to import.
            """,
        harmless: ["An ImportError that the code answers with a fallback.", "Warnings of SDKs about optional plug-ins."],
        remedy: ["Add the package, with its version pinned, to the environment of the run."], alert: .failedJobs, prior: 75,
        explains: ["declared-output-empty", "py-unhandled-exception"],
        needs: [.userLog],
        examples: [
            RuleExample(
                "a package that the environment lacks",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    Traceback (most recent call last):
                      File "register.py", line 3, in <module>
                        import lightgbm as lgb
                    ModuleNotFoundError: No module named 'lightgbm'

                    """,
                ],
                expectation: .finds(title: "The module lightgbm is missing from the environment", source: ExampleFiles.log, line: 4)),
            RuleExample(
                "an optional import with a fallback",
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log: """
                    Traceback (most recent call last):
                      File "features.py", line 5, in accelerate
                        import cudf
                    ModuleNotFoundError: No module named 'cudf'
                    falling back to pandas
                    step 100 of 100

                    """,
                ],
                expectation: .staysSilent),
            RuleExample(
                "a shared library that is not there, log cut", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    ExampleFiles.log:
                        "Traceback (most recent call last):\n  File \"a.py\", line 1, in <module>\n    import cv2\nImportError: libGL.so.1: cannot open shared object file: No such file or directory",
                ],
                expectation: .finds(
                    title: "The shared library libGL.so.1 is missing from the environment", source: ExampleFiles.log, line: 4)),
        ],
        conclude: { file in
            guard let judged = file.fatalTraceback, ExceptionKind(judged.decisive) == .missingModule else { return [] }
            let block = judged.decisive
            var weights = Weights()
            weights.add(.log, max(judged.weight, 0.85))
            if judged.isNamedByRun { weights.add(.history, 0.9) }
            if file.status == .failed { weights.add(.history, 0.6) }
            if file.ending.state == .failed { weights.add(file.ending.source, 0.6) }
            let (what, remedy) = missing(block, file: file)
            return [
                Conclusion(
                    mechanism: mechanism(of: block), confidence: weights.confidence(), title: what,
                    explanation:
                        "\(headline(block)) was raised\(place(judged.summary(of: block))), so the script ended before its work began.",
                    evidence: judged.evidence(of: block),
                    remedy: [remedy, "Import everything once in a test of the image, before the pipeline uses it."],
                    exception: judged.summary(of: block), effectiveTime: block.final.time)
            ]
        })

    /// Names of packages that differ from the names of their modules.
    private static let packageNames: [String: String] = [
        "cv2": "opencv-python-headless", "sklearn": "scikit-learn", "yaml": "PyYAML", "PIL": "Pillow", "bs4": "beautifulsoup4",
        "skimage": "scikit-image", "dateutil": "python-dateutil", "dotenv": "python-dotenv", "Crypto": "pycryptodome", "git": "GitPython",
        "azureml": "azureml-core", "google": "google-cloud-…", "psycopg2": "psycopg2-binary", "serial": "pyserial",
    ]

    private static func missing(_ block: TracebackBlock, file: CaseFile) -> (title: String, remedy: String) {
        let message = block.message
        if let range = message.firstRange(of: "No module named ") {
            let module = String(message[range.upperBound...].filter { $0 != "'" && $0 != "\"" }.prefix { !$0.isWhitespace && $0 != ";" })
            let top = module.split(separator: ".").first.map(String.init) ?? module
            let isLocal = file.dossier.code.contains { $0.module.hasPrefix(top + "/") || $0.module.hasSuffix(top + ".py") }
            if isLocal {
                return (
                    "The module \(module) is missing from where the script looks",
                    "`\(top)` is in the snapshot: check the working folder and `PYTHONPATH`."
                )
            }
            let package = packageNames[top] ?? top
            return (
                "The module \(module) is missing from the environment",
                "Add `\(package)` with its version pinned to the environment (conda.yaml or requirements); if `\(top)` is your own module, it is not in the snapshot: check the code folder and `.amlignore`."
            )
        }
        if let range = message.firstRange(of: ": cannot open shared object file") {
            let library = message[..<range.lowerBound].split(separator: " ").last.map(String.init) ?? "library"
            return (
                "The shared library \(library) is missing from the environment",
                "Install the system package that holds `\(library)` in the image."
            )
        }
        return (
            "An import failed: \(headline(block))",
            "The installed version does not have what the script imports: pin the version that the script was written for."
        )
    }
}
