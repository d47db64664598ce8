/// Every format, in the order in which ties are decided.
package enum FormatCatalogue {
    package static let all: [Format] = [
        .runHistory, .azMLJob, .pipelineGraph, .logAnalytics, .diagnosticsRecords, .activityLog, .blobList,
        .pythonSource, .log,
    ]
}
