/// Which words name a metric: a number behind one of them is a result, not a setting.
enum MetricWords {
    /// Parts of names between `_`, `-`, `/`, `.` and spaces, lower-cased. Settings and counters (`epoch`, `lr`, `batch_size`) are none.
    private static let words: Set<String> = [
        "loss", "acc", "accuracy", "auc", "auroc", "auprc", "roc", "f1", "fbeta", "precision", "recall", "specificity", "sensitivity",
        "rmse",
        "mse", "mae", "mape", "smape", "rmsle", "msle", "mase", "wape", "wmape", "r2", "rsquared", "error", "err", "logloss",
        "crossentropy",
        "entropy", "perplexity", "ppl", "bleu", "rouge", "meteor", "chrf", "ndcg", "mrr", "map", "iou", "miou", "dice", "jaccard", "nll",
        "elbo", "kl", "psi", "drift", "gini", "ks", "kappa", "mcc", "wer", "cer", "fid", "psnr", "ssim", "reward", "return", "score",
        "silhouette", "inertia", "brier", "deviance", "likelihood", "loglikelihood", "bias", "correlation", "corr", "spearman", "pearson",
        "top1", "top5", "hits", "coverage", "lift", "divergence", "wasserstein", "aic", "bic", "objective", "metric",
    ]

    /// Parts that turn a name into a setting, a count or a time, whatever stands beside them.
    private static let settings: Set<String> = [
        "threshold", "limit", "max", "min", "target", "tolerance", "tol", "patience", "weight", "weights", "scale", "scaling", "time",
        "seconds",
        "sec", "ms", "rate", "version", "count", "num", "n", "size", "steps", "delta", "code", "budget", "type", "id", "port", "retries",
        "best", "previous", "prev", "old", "baseline", "expected", "allowed", "seed", "interval", "every", "level",
    ]

    /// `error_rate` and its like are metrics although `rate` is not.
    private static let exceptions: Set<String> = ["error", "err", "hit"]

    static func isMetric(_ name: String) -> Bool {
        var isOne = false
        var isSetting = false
        var isException = false
        for part in name.lowercased().split(whereSeparator: { "_-/.@ ".contains($0) }) {
            let word = String(part)
            if words.contains(word) { isOne = true }
            if settings.contains(word) { isSetting = true }
            if exceptions.contains(word) { isException = true }
            // `valloss`, `trainrmse`: a known word behind a known prefix.
            for prefix in ["val", "train", "test", "eval", "dev", "valid"] where word.hasPrefix(prefix) {
                if words.contains(String(word.dropFirst(prefix.count))) { isOne = true }
            }
        }
        return isOne && (!isSetting || isException && name.lowercased().contains("rate"))
    }
}
