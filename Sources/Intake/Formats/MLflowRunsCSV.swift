import Evidence

extension Format {
    /// The frame of `mlflow.search_runs()` as a table: a row a run, a column a metric, a parameter, a tag.
    static let mlflowRunsCSV = Format.table(
        id: "mlflow-runs-csv",
        title: "Runs of MLflow as CSV (search_runs)",
        howToGet: "mlflow.search_runs(experiment_names=[\"EXPERIMENT\"]).to_csv(\"runs.csv\")",
        // Not a number is a value that a metric may have.
        nulls: CSVRecordReader.pandasNulls.subtracting(["NaN", "nan"]),
        tell: { $0.holds("runid", "experimentid", "status") && $0.holds("artifacturi") ? 90 : 0 },
        decode: { record, context, batch in
            guard let run = MLflowRecord(record, source: context.source) else { return false }
            batch.statements.append(run.statement)
            batch.metrics += run.metrics
            return true
        })
}
