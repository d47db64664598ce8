import Evidence

extension Pattern {
    /// An external service did not answer in time.
    static let externalTimeout = Pattern(
        "external-timeout",
        literals: [
            "imed out", "imeout", "Max retries", "DEADLINE_EXCEEDED", "UNAVAILABLE", "endpoint URL", "HYT0", "(2013", "Lost connection",
        ],
        regex:
            #"(?:Read timed out|ConnectTimeoutError|ConnectTimeout\b|ReadTimeout(?:Error)?\b|PoolTimeout\b|WriteTimeout\b|\(connect timeout=|\(read timeout=|Max retries exceeded with url|ServiceResponseTimeoutError|ServiceRequestTimeoutError|StatusCode\.(?:DEADLINE_EXCEEDED|UNAVAILABLE)|(?:Read|Connect) timeout on endpoint URL|Could not connect to the endpoint URL|\[HYT0[01]\]|Login timeout expired|[Cc]onnection timeout expired|failed: timeout expired|Lost connection to MySQL server|canceling statement due to statement timeout|SocketTimeoutError|TimeoutError: timed out|(?:socket\.timeout|TimeoutError): (?:timed out|The read operation timed out)|[Cc]onnection timed out|OperationTimedOut|[Rr]equest timed out|[Gg]ateway [Tt]ime-?out)"#,
        matches: [
            "requests.exceptions.ReadTimeout: HTTPSConnectionPool(host='a.example', port=443): Read timed out. (read timeout=10)",
            "psycopg2.OperationalError: connection to server failed: timeout expired",
            "botocore: Could not connect to the endpoint URL: \"https://x\"",
        ],
        ignores: ["timeout=30 set", "request_timeout: 60", "timeout_fraction: 0.0"])

    /// An external service could not be reached at all.
    static let externalUnreachable = Pattern(
        "external-unreachable",
        literals: [
            "service not known", "name resolution", "getaddrinfo", "NameResolution", "refused", "No route to host", "unreachable",
            "NewConnection", "ServiceRequestError", "SSLCert", "CERTIFICATE_VERIFY", "RemoteDisconnected", "IncompleteRead",
            "ConnectionReset",
            "reset by peer", "[08S01]", "[08001]", "resolve host", "ould not connect to server", "Failed to resolve",
        ],
        regex:
            #"(?:Name or service not known|[Tt]emporary failure in name resolution|getaddrinfo failed|NameResolutionError|Failed to resolve '|[Cc]ould not resolve host|[Cc]onnection refused|No route to host|Network is unreachable|NewConnectionError|ServiceRequestError|SSLCertVerificationError|CERTIFICATE_VERIFY_FAILED|RemoteDisconnected|IncompleteRead|ConnectionResetError|[Cc]onnection reset by peer|\[08S01\]|\[08001\]|could not connect to server)"#,
        matches: [
            "urllib3.exceptions.NewConnectionError: Failed to establish a new connection: [Errno 111] Connection refused",
            "curl: (6) Could not resolve host: data.example",
        ],
        ignores: ["the request was refused by the reviewer", "host unreachable checks: 0"])

    /// A service answered that it is overloaded, down or gone.
    static let externalServerError = Pattern(
        "external-server-error",
        literals: ["Server Error", "Too Many Requests", "Service Unavailable", "Bad Gateway", "429", "ServerBusy", "SlowDown", "hrottl"],
        regex:
            #"(?:\b5\d\d Server Error\b|\b(?:502|503|504)\b.{0,20}(?:Service Unavailable|Bad Gateway|Gateway Time)|\b429\b.{0,20}Too Many Requests|Too Many Requests|ServerBusy|SlowDown|ThrottlingException|[Rr]equest rate is large)"#,
        matches: [
            "503 Server Error: Service Unavailable for url: http://catalog.example/items", "429 Client Error: Too Many Requests for url",
        ],
        ignores: ["processed 429 rows", "throttle=0.5"])

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

    static let external: [Pattern] = [externalTimeout, externalUnreachable, externalServerError, retry, callAnnounced]
}
