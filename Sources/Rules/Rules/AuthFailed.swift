import Evidence

extension Rule {
    /// Credentials were rejected or had run out.
    package static let authFailed = Rule(
        id: "auth-failed", category: .dataAccessFailure, kind: .cause, severity: .error, title: "Access was denied",
        why: """
            The identity that the run used has no right to what it asked for, its token had expired, or a login that a person should have \
            confirmed ran out. A run that works for an hour or a day and then fails so has a token that is fetched once and never renewed.
            """,
        harmless: [
            "The list of credentials that DefaultAzureCredential tries before one works.", "A 403 for a probe whether something exists.",
        ],
        remedy: [
            "Give the identity of the compute the role that the resource needs (for blobs: Storage Blob Data Contributor), and wait for it to take effect.",
            "Fetch credentials for each call instead of once at the start; never ask for an interactive login in a job.",
        ],
        alert: .failedJobs, prior: 77,
        explains: [
            "py-unhandled-exception", "explicit-exit", "swallowed-exception", "swallowed-then-crash", "external-call-failed",
            "declared-output-empty",
        ],
        needs: [.userLog], patterns: [.authFailure],
        examples: [
            RuleExample(
                "the storage refuses the identity",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    Traceback (most recent call last):
                      File "load.py", line 12, in <module>
                        blob = client.download_blob()
                    azure.core.exceptions.HttpResponseError: This request is not authorized to perform this operation using this permission.

                    """,
                ],
                expectation: .finds(
                    title:
                        "Access was denied: HttpResponseError: This request is not authorized to perform this operation using this permission.",
                    source: ExampleFiles.log, line: 4)),
            RuleExample(
                "a service answers 401",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    Traceback (most recent call last):
                      File "labels.py", line 9, in <module>
                        page = urlopen(request)
                    urllib.error.HTTPError: HTTP Error 401: Unauthorized

                    """,
                ],
                expectation: .finds(
                    title: "Access was denied: HTTPError: HTTP Error 401: Unauthorized", source: ExampleFiles.log, line: 4)),
            RuleExample(
                "credentials that are tried in turn until one works",
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log:
                        "EnvironmentCredential: CredentialUnavailableError\nManagedIdentityCredential succeeded\n40 rows loaded\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "the traceback is cut, the exit code is there", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: "Traceback (most recent call last):\n  File \"load.py\", line 12, in <mod",
                ],
                expectation: .staysSilent),
        ],
        conclude: { file in
            guard file.status != .completed, let judged = file.fatalTraceback else { return [] }
            let lines = file.userHits(.authFailure)
            let range =
                (judged.traceback.header.location.line ?? 0)...max(judged.traceback.header.location.line ?? 0, judged.traceback.lastLine)
            // The refusal must stand in the exception itself, not somewhere before it.
            guard
                let block = (RefusedAccess.isRefusal(judged.decisive) ? judged.decisive : nil)
                    ?? judged.traceback.blocks.first(where: { RefusedAccess.isRefusal($0) })
                    ?? (lines.contains { range.contains($0.quote.location.line ?? 0) } ? judged.traceback.terminal : nil)
            else { return [] }
            var weights = Weights()
            weights.add(.log, 0.85)
            if judged.isNamedByRun { weights.add(.history, 0.9) } else if file.status == .failed { weights.add(.history, 0.6) }
            let isLogin = block.message.contains("code_expired") || block.message.contains("devicelogin")
            var conclusion = Conclusion(
                mechanism: block.shortType + ":" + TextScan.masked(block.message), confidence: weights.confidence(),
                title: "Access was denied: \(headline(block))",
                explanation: "\(block.shortType) was raised\(place(judged.summary(of: block))), so the script ended.",
                evidence: judged.evidence(of: block), exception: judged.summary(of: block), effectiveTime: block.final.time)
            if isLogin {
                conclusion.category = .hungExternalCall
                conclusion.title = "An interactive login ran out: \(headline(block))"
            }
            return [conclusion]
        })
}
