import Evidence

/// Alerts on what the platform does to runs: waiting, stopping, losing nodes, refusing data.
extension Alert {
    static let unusableNodes = Alert(
        table: "AmlComputeClusterEvent",
        kql: """
            AmlComputeClusterEvent
            | where TimeGenerated > ago(15m)
            | where UnusableNodeCount > 0 or isnotempty(ClusterErrorCodes)
            | summarize MaxUnusable = max(UnusableNodeCount), Codes = make_set(ClusterErrorCodes), Last = max(TimeGenerated) by ClusterName
            """)

    static let computeStopped = Alert(
        table: "AzureActivity",
        kql: """
            AzureActivity
            | where TimeGenerated > ago(15m)
            | where OperationNameValue startswith "MICROSOFT.MACHINELEARNINGSERVICES/WORKSPACES/COMPUTES/"
            | where OperationNameValue endswith "/DELETE" or OperationNameValue endswith "/STOP/ACTION"
            | where ActivityStatusValue in~ ("Success", "Succeeded", "Start", "Started", "Accept", "Accepted")
            | project TimeGenerated, OperationNameValue, ActivityStatusValue, Caller, _ResourceId, CorrelationId
            """)

    static let waitingTooLong = Alert(
        table: "AmlRunStatusChangedEvent",
        kql: """
            AmlRunStatusChangedEvent
            | where TimeGenerated > ago(2d)
            | summarize arg_max(TimeGenerated, Status) by RunId, WorkspaceName
            | where Status in ("Queued", "Preparing", "Provisioning", "Starting", "NotStarted") and TimeGenerated < ago(1h)
            """)

    static let notResponding = Alert(
        table: "AmlRunStatusChangedEvent",
        kql: """
            AmlRunStatusChangedEvent
            | where TimeGenerated > ago(15m)
            | where Status == "NotResponding"
            """)

    static let jobDoneRunOpen = Alert(
        table: "AmlRunStatusChangedEvent",
        kql: """
            let Done = AmlComputeJobEvent
            | where TimeGenerated > ago(1d)
            | where EventType == "JobSucceeded"
            | summarize JobDone = max(TimeGenerated) by RunId = JobName;
            AmlRunStatusChangedEvent
            | where TimeGenerated > ago(2d)
            | summarize arg_max(TimeGenerated, Status) by RunId
            | join kind=inner Done on RunId
            | where Status !in ("Completed", "Failed", "Canceled") and JobDone < ago(30m)
            | project RunId, Status, LastStatusAt = TimeGenerated, JobDone
            """)

    static let nodesNotDelivered = Alert(
        table: "AmlComputeClusterEvent",
        kql: """
            AmlComputeClusterEvent
            | where TimeGenerated > ago(30m)
            | where TargetNodeCount > CurrentNodeCount
            | summarize FirstSeen = min(TimeGenerated), LastSeen = max(TimeGenerated), Codes = make_set(ClusterErrorCodes), Target = max(TargetNodeCount), Current = min(CurrentNodeCount) by ClusterName, VmSize
            | where LastSeen - FirstSeen > 20m
            """)

    static let cancelStuck = Alert(
        table: "AmlRunStatusChangedEvent",
        kql: """
            AmlRunStatusChangedEvent
            | where TimeGenerated > ago(2d)
            | summarize arg_max(TimeGenerated, Status) by RunId, WorkspaceName
            | where Status == "CancelRequested" and TimeGenerated < ago(30m)
            """)

    static let storageRefused = Alert(
        table: "StorageBlobLogs",
        kql: """
            StorageBlobLogs
            | where TimeGenerated > ago(15m)
            | where StatusCode in (401, 403, 404) and UserAgentHeader has "azsdk"
            | summarize Errors = count(), Sample = take_any(Uri) by AccountName, OperationName, StatusCode
            | where Errors >= 5
            """)

    static let failedStages = Alert(
        table: "AzureDiagnostics",
        kql: """
            AzureDiagnostics
            | where TimeGenerated > ago(15m)
            | where ResourceProvider == "MICROSOFT.MACHINELEARNINGSERVICES"
            | where OperationName == "Microsoft.MachineLearningServices/pipelineRuns/update"
            | extend M = parse_json(ResultDescription)
            | extend Stage = tostring(M.StageName), Status = tostring(M.Status), ErrorMessage = tostring(M.ErrorMessage)
            | where Status == "Failed"
            | project TimeGenerated, Stage, Status, ErrorMessage
            """)
}
