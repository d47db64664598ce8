import Evidence

extension Format {
    /// Runs as MLflow's REST API and its client tell them, with their parameters, tags and last metric values.
    static let mlflowRuns = Format.records(
        id: "mlflow-runs",
        title: "Runs of MLflow (runs/search, runs/get, search_runs as JSON)",
        howToGet: "json.dump([run.to_dictionary() for run in mlflow.search_runs(output_format=\"list\")], file)",
        tell: { head in head.records.prefix(3).contains { MLflowRecord.isOne($0.root) } ? 93 : 0 },
        decode: { record, context, batch in
            guard let run = MLflowRecord(record, source: context.source) else { return false }
            batch.statements.append(run.statement)
            batch.metrics += run.metrics
            return true
        })
}
