/// Whether more of a metric is better, as far as its name tells.
enum MetricDirection {
    case lower, higher, unknown

    private static let low: Set<String> = [
        "loss", "error", "err", "rmse", "mse", "mae", "mape", "smape", "rmsle", "msle", "mase", "wape", "wmape", "logloss", "nll",
        "perplexity",
        "ppl", "drift", "psi", "wer", "cer", "fid", "brier", "deviance", "divergence", "kl", "latency", "crossentropy", "wasserstein",
        "nulls",
        "missing", "failures", "aic", "bic",
    ]
    private static let high: Set<String> = [
        "acc", "accuracy", "auc", "auroc", "auprc", "f1", "fbeta", "precision", "recall", "r2", "rsquared", "bleu", "rouge", "meteor",
        "ndcg",
        "mrr", "map", "iou", "miou", "dice", "jaccard", "kappa", "mcc", "psnr", "ssim", "reward", "gini", "specificity", "sensitivity",
    ]

    init(_ name: String) {
        let words = name.lowercased().split(whereSeparator: { "_-/.@ ".contains($0) }).map(String.init)
        // `accuracy_loss`: the last word is what it is.
        for word in words.reversed() {
            if MetricDirection.low.contains(word) { self = .lower; return }
            if MetricDirection.high.contains(word) { self = .higher; return }
        }
        self = .unknown
    }

    func isBetter(isHigh: Bool) -> Bool {
        switch self {
        case .lower: !isHigh
        case .higher: isHigh
        case .unknown: false
        }
    }
}
