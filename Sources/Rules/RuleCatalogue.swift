package import Evidence

/// All rules, in the order in which their pages are listed.
package enum RuleCatalogue {
    /// Rises with every change that lets the same evidence give other findings.
    package static let version = "3"

    package static let all: [Rule] = [
        .unhandledException, .syntaxError, .importError, .inputValidationFailed, .explicitExit, .swallowedException, .swallowedThenCrash,
        .backgroundTaskDied, .shellCommandFailed, .retryStorm, .hangNoProgress,
        .hostOutOfMemory, .unattributedKill,
        .sigtermShutdown, .nativeCrash, .prematureExitSuccess, .externalCallFailed, .hangExternalCall, .timeLimitExceeded,
        .declaredOutputEmpty, .outputWrittenElsewhere, .completionSignalLost, .finalizingBlockedByProcess, .spotPreempted, .computeDeleted,
        .nodeLostOrUnusable, .schedulerEndedJob, .authFailed, .configOrSubmissionError, .containerStartFailed,
        .failedAllocation, .deviceOutOfMemory, .storageFull, .deviceFault, .loaderDied,
        .rankFailed, .collectiveTimeout, .rendezvousFailed, .nonPythonCrash,
        .metricThresholdCrossed, .metricOffHistory, .metricStepChange, .metricNonfiniteOrDiverged, .metricMissing,
        .changedSinceLastGood,
        .inputMissing, .outputStaleOrReused, .outputUploadFailed, .computeScaledAway, .parallelItemsLost,
        .cascadeFromUpstream,
        .capacityWait, .hiddenDependencyWait, .cancelledBySomeone, .logTruncated, .statusContradictsLog,
    ]

    /// Every pattern that some rule looks for, once, by id: what the scanner is given.
    package static let patterns: [Pattern] = {
        var seen: Set<String> = []
        var result: [Pattern] = []
        for pattern in Pattern.exits + Pattern.ends + all.flatMap(\.patterns) where seen.insert(pattern.id).inserted {
            result.append(pattern)
        }
        return result.sorted { $0.id < $1.id }
    }()

    /// The rule with the id.
    package static func rule(_ id: String) -> Rule? {
        all.first { $0.id == id }
    }
}
