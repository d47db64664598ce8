import Evidence

/// Scheduled query rules that tell of a failure before a person does. Column names as documented for the `Aml*` tables.
extension Alert {
    static let failedJobs = Alert(
        table: "AmlComputeJobEvent",
        kql: """
            AmlComputeJobEvent
            | where TimeGenerated > ago(15m)
            | where EventType == "JobFailed" or ExecutionState == "Failed"
            | summarize arg_max(TimeGenerated, JobErrorMessage, ErrorDetails, NodeId, ClusterName, ExperimentName) by JobName, WorkspaceName
            """)

    static let failedRuns = Alert(
        table: "AmlRunStatusChangedEvent",
        kql: """
            AmlRunStatusChangedEvent
            | where TimeGenerated > ago(15m)
            | where Status == "Failed"
            | summarize arg_max(TimeGenerated, Message, TriggeringUserName) by RunId, WorkspaceName
            """)

    static let memoryDeaths = Alert(
        table: "AmlComputeJobEvent",
        kql: """
            AmlComputeJobEvent
            | where TimeGenerated > ago(15m)
            | where EventType == "JobFailed"
            | where JobErrorMessage matches regex @"(?i)(out of memory|OOMKilled|oom-kill|exit(ed)?\\s*(with)?\\s*(status)?\\s*code\\W{0,3}(137|247|-9)\\b)"
            | project TimeGenerated, JobName, ClusterName, NodeId, JobErrorMessage
            """)

    static let computeDeleted = Alert(
        table: "AzureActivity",
        kql: """
            let Deleted = AzureActivity
            | where TimeGenerated > ago(1h)
            | where OperationNameValue =~ "MICROSOFT.MACHINELEARNINGSERVICES/WORKSPACES/COMPUTES/DELETE"
            | where ActivityStatusValue in~ ("Success", "Succeeded", "Start", "Started", "Accept", "Accepted")
            | extend ClusterName = tolower(tostring(split(_ResourceId, "/")[-1]))
            | summarize DeletedAt = min(TimeGenerated), Caller = take_any(Caller) by ClusterName;
            AmlComputeJobEvent
            | where TimeGenerated > ago(1d)
            | summarize arg_max(TimeGenerated, EventType) by JobName, ClusterName = tolower(ClusterName)
            | where EventType in ("JobSubmitted", "JobRunning")
            | join kind=inner Deleted on ClusterName
            | project DeletedAt, Caller, ClusterName, JobName, EventType
            """)

    static let runningTooLong = Alert(
        table: "AmlRunStatusChangedEvent",
        kql: """
            AmlRunStatusChangedEvent
            | where TimeGenerated > ago(7d)
            | summarize arg_max(TimeGenerated, Status) by RunId, WorkspaceName
            | where Status == "Running" and TimeGenerated < ago(6h)
            | extend RunningFor = now() - TimeGenerated
            """)

    static let stuckFinalizing = Alert(
        table: "AmlRunStatusChangedEvent",
        kql: """
            AmlRunStatusChangedEvent
            | where TimeGenerated > ago(7d)
            | summarize arg_max(TimeGenerated, Status) by RunId, WorkspaceName
            | where Status == "Finalizing" and TimeGenerated < ago(30m)
            | extend StuckFor = now() - TimeGenerated
            """)

    static let finishedTooFast = Alert(
        table: "AmlRunStatusChangedEvent",
        kql: """
            let Runs = AmlRunStatusChangedEvent
            | where TimeGenerated > ago(30d)
            | where Status in ("Running", "Completed")
            | summarize Started = minif(TimeGenerated, Status == "Running"), Ended = maxif(TimeGenerated, Status == "Completed") by RunId
            | where isnotnull(Started) and isnotnull(Ended)
            | extend Seconds = datetime_diff("second", Ended, Started);
            let Names = AmlComputeJobEvent
            | where TimeGenerated > ago(30d)
            | summarize ExperimentName = take_any(ExperimentName) by RunId = JobName;
            Runs
            | join kind=inner Names on RunId
            | join kind=inner (Runs | join kind=inner Names on RunId | summarize P50 = percentile(Seconds, 50), N = count() by ExperimentName) on ExperimentName
            | where N >= 10 and Ended > ago(1h) and Seconds < 0.1 * P50
            """)

    static let stoppedNodes = Alert(
        table: "AmlComputeClusterEvent",
        kql: """
            AmlComputeClusterEvent
            | where TimeGenerated > ago(15m)
            | extend Preempted = toint(PreemptedNodeCount)
            | where Preempted > 0
            | summarize MaxPreempted = max(Preempted), Last = max(TimeGenerated) by ClusterName, VmSize, VmPriority
            """)

    static let cascades = Alert(
        table: "AmlRunStatusChangedEvent",
        kql: """
            AmlRunStatusChangedEvent
            | where TimeGenerated > ago(1h)
            | where Status in ("Failed", "Canceled")
            | extend Root = iff(isempty(RootRunId), RunId, RootRunId)
            | summarize FirstFailure = min(TimeGenerated), Runs = dcount(RunId), arg_min(TimeGenerated, RunId, Status, Message) by Root
            | where Runs > 1
            """)
}

extension Alert {
    static let metricBeyondLimit = Alert(
        table: "AppMetrics",
        kql: """
            // Where the step also sends its metric to Application Insights; replace name and limit.
            AppMetrics
            | where TimeGenerated > ago(1d)
            | where Name == "rmse"
            | summarize Value = max(Max) by bin(TimeGenerated, 1h)
            | where Value > 4.0
            """)
}
