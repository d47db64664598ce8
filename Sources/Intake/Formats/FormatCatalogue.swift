/// Every format, in the order in which ties are decided.
package enum FormatCatalogue {
    package static let all: [Format] = [
        .runHistory, .azMLJob, .pipelineGraph, .logAnalytics, .logRowsCSV, .diagnosticsRecords, .activityLog, .activityLogCSV, .blobList,
        .eventGrid, .runEvents, .monitorMetrics, .runMetrics, .mlflowRuns, .mlflowRunsCSV, .mlflowMetricHistory, .mlflowFolder,
        .pythonSource, .log,
    ]
}
