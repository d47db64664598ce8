import Evidence

/// What scripts print when they hold their own metrics against a limit.
extension Pattern {
    static let metricBeyondLimit = Pattern(
        "metric-beyond-limit", literals: ["hreshold", "HRESHOLD", "tolerance", " limit", "minimum", "maximum", "baseline"],
        regex:
            #"(?i)^(?!.*\b(?:skip|drop|filter|ignor|discard|stopp|no longer|not (?:above|below|exceed)|if|when|unless)).*?(?<![\w])(?<name>[\w@/-]*(?:loss|accuracy|acc|auc|f1|rmse|mae|mape|mse|r2|precision|recall|psi|drift|error[ _]rate|perplexity|ndcg|wer|iou)[\w@-]*)['"]?(?: score| value)?(?:\s*[=:(]\s*| is | of | at | was | )(?<value>[-+]?\d[\d.]*(?:e[-+]?\d+)?)%?\)?,?\s*(?:\(?\s*(?:is |are |was )?(?:well )?)(?<relation>exceed(?:s|ed|ing)|above|below|over|under|breach(?:es|ed)|violates?|fell below|falls below|greater than|less than|worse than|[<>]=?)\s+(?:the |its |a |an )?(?:[\w-]+\s+){0,2}?(?:threshold|limit|tolerance|minimum|maximum|baseline)"#,
        captures: ["name", "value", "relation"],
        matches: [
            "ERROR: rmse 9.35 exceeds threshold 4.0", "data_drift=0.4498 > threshold 0.25",
            "accuracy: 0.61 is below the required minimum of 0.70",
            "AUC of 0.58 fell below baseline 0.71", "psi (0.31) exceeded alert limit", "val_loss 3.1 above tolerance",
            "Model RMSE: 12.1 is worse than the production baseline", "WARNING DRIFT=0.5 ABOVE THRESHOLD", "mape 31% over the maximum",
        ],
        ignores: [
            "drift threshold: 0.25", "rmse 1.2, threshold 4.0", "score 0.31 below threshold 0.5, skipping box",
            "accuracy not below threshold 0.7",
            "alert when rmse 5 exceeds threshold", "f1 at threshold 0.5: 0.81", "memory 93% above limit", "rate limit 100 exceeded",
            "loss 0.02 is below tolerance 0.05, stopping early",
        ])

    static let driftDetected = Pattern(
        "drift-detected", literals: ["rift", "RIFT"],
        regex:
            #"(?i)^(?!.*(?:\bno\b|\bnot\b|n't|\bwithout\b|detected['"]?\s*[:=]\s*(?:false|no|none|0)\b|\b0 (?:features|columns|of)|\bif\b|\bwhen\b|\bcheck(?:ing)?\b|detector)).*\b(?:data|dataset|concept|feature|model|target|label|prediction|covariate)?[ _-]?drift(?: (?:is|was|has been))? (?:detected|alert|alarm)\b"#,
        matches: [
            "WARNING: data drift detected in 4 of 11 columns", "Dataset Drift is detected", "Concept drift alarm at row 8112",
            "DRIFT ALERT: price",
        ],
        ignores: [
            "no drift detected", "Dataset Drift is NOT detected", "drift detected: False", "checking drift detected flags", "drift 0.03",
            "clock drift of 3 ms", "if drift detected, retrain",
        ])

    static let metricGateFailed = Pattern(
        "metric-gate-failed", literals: ["gate", "Gate", "GATE"],
        regex:
            #"(?i)^(?!.*\b(?:if|when|unless)\b).*\b(?:quality|model|metrics?|performance|evaluation|promotion|release|accuracy|deployment)[ _-]gates?(?: check)?\b['"]?\W{0,4}(?:has |have |was |were |is |status)?\W{0,3}(?:failed|fail\b|not passed|did not pass|not met|rejected)"#,
        matches: [
            "quality gate FAILED", "Model gate: failed (auc)", "metrics gate did not pass", "Promotion gate status: FAILED",
            "deployment gate rejected",
        ],
        ignores: ["quality gate passed", "gateway failed", "if the quality gate failed, stop", "investigate failed rows", "gate closed"])
}
