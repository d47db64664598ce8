import Evidence

extension Pattern {
    /// A client tries again.
    static let retry = Pattern(
        "retry", literals: ["etrying", "etry ", "RETRY", "rying again", "ttempt "],
        regex:
            #"(?:Retrying \(Retry\(total=(?<left>\d+)|Retrying \S+ in (?<wait>[\d.]+) seconds|(?i:\bretry(?:ing)?\b(?:[^.]{0,60}\b(?:in|after) [\d.]+ ?(?:s|sec|ms|min)|(?: attempt)?[ #:(]*\d+(?:\s*(?:/|of)\s*\d+)?)|\battempt\s*[#:(]?\s*(?<attempt>\d+)\b.{0,200}(?:\berror\b|fail|again|timed? ?out|exception|unavailable|refused)|\btrying again\b))"#,
        captures: ["left", "wait", "attempt"],
        matches: [
            "Retrying (Retry(total=2, connect=None)) after connection broken",
            "Retrying main.load in 4.0 seconds as it raised ConnectionError: x.",
            "attempt 3: 503 Server Error: Service Unavailable; trying again", "retry 2/5",
        ],
        ignores: ["retry policy: exponential", "first attempt 0.93 accuracy", "max_retry=5"])

    /// The script announces a call to something outside.
    static let callAnnounced = Pattern(
        "call-announced",
        literals: [
            "new HTTP", "Request URL", "etching", "ownloading", "alling ", "equesting", "uerying", "onnecting", "aiting for", "olling",
            "ploading",
            "ogging in", "uthenticating", "ending request", "ubmitting", "ounting", "ulling", "loning", "isting blobs", "cquiring",
            "oading ",
            "ending ", "eading from",
        ],
        regex:
            #"(?i)(?:Starting new HTTPS? connection|Request URL: 'https?:|\b(?:fetching|downloading|calling|requesting|querying|connecting(?: to)?|waiting for|polling|uploading|logging in|authenticating|sending(?: request)?|submitting|mounting|pulling|cloning|listing blobs|acquiring (?:lock|lease|token)|loading|reading from)\b)"#,
        matches: ["fetching partition 12", "Starting new HTTPS connection (1): api.example.com:443", "loading segment bronze"],
        ignores: ["the calls were made yesterday"])

    /// A line that announces long work of the script's own: silence behind it is normal.
    static let longWork = Pattern(
        "long-work",
        literals: [
            "poch", "itting", "raining", "ompiling", "uilding", "earch", "ptimi", "xtracting", "valuating", "pplying", "omputing", "fit(",
        ],
        regex:
            #"(?i)(?:\bepoch\b|\bfitting\b|\btraining\b|\bfit\(|\bcompiling\b|\bbuilding\b|\b(?:grid|random|hyperparameter) search\b|\boptimi[sz]ing\b|\bextracting\b|\bevaluating\b|\bapplying\b|\bcomputing\b)"#,
        matches: ["Fitting 5 folds for each of 24 candidates", "epoch 3/40", "training on 100 rows"],
        ignores: ["retraining is off: using the saved model", "trained 40 models"])
}
