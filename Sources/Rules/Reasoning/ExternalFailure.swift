import Evidence

/// Exceptions that say that something outside could not be reached, or was waited for in vain. What a service answered on purpose (403, 404, a
/// wrong query) is not that.
enum ExternalFailure {
    /// Whether type and message say so, and its frames do not speak against it.
    static func isExternal(_ block: TracebackBlock) -> Bool {
        // A reset between processes of one machine: the other one died, no service did.
        if block.frames.suffix(4).contains(where: { $0.file.contains("multiprocessing/") }) { return false }
        let module = block.type.split(separator: ".").first.map(String.init) ?? ""
        return isExternal(type: block.shortType, module: module, message: block.message)
    }

    private static func isExternal(type: String, module: String, message: String) -> Bool {
        if type == "BrokenPipeError" { return false }
        if certain.contains(where: message.contains) { return true }
        // tarfile has a ReadError too.
        if type == "ReadError" || type == "WriteError" { return module.hasPrefix("http") }
        if types.contains(type) { return type != "InterfaceError" || message.lowercased().contains("connect") }
        switch type {
        case "TimeoutError":
            return !message.contains("lock") && !message.contains("Lock")
        case "RetryError":
            // tenacity names what it gave up on; the API clients name their deadline.
            return types.contains { message.contains("raised \($0)>") } || message.contains("Deadline of") || message.contains("Timeout of")
                || message.contains("Max retries exceeded")
        case "CosmosHttpResponseError", "ServiceException", "HfHubHTTPError", "GoogleAPICallError", "ServerError", "APIStatusError":
            return isBusy(message)
        default: break
        }
        guard carriers.contains(type) || type.hasSuffix("HttpError") else { return false }
        if signs.contains(where: message.contains) { return true }
        return (type == "HTTPError" || type == "RequestException" || type == "HTTPStatusError" || type == "HttpResponseError")
            && isBusy(message)
    }

    /// Types that say it whatever their message is.
    private static let types: Set<String> = [
        "ConnectionError", "ConnectTimeout", "ReadTimeout", "ConnectTimeoutError", "ReadTimeoutError", "MaxRetryError",
        "NewConnectionError",
        "NameResolutionError", "ConnectionRefusedError", "ConnectionResetError", "ConnectionAbortedError", "URLError", "gaierror",
        "timeout",
        "ConnectError", "PoolTimeout", "WriteTimeout", "RemoteProtocolError", "RemoteDisconnected", "IncompleteRead",
        "ServiceRequestError", "ServiceResponseError", "ServiceResponseTimeoutError", "ServiceRequestTimeoutError", "IncompleteReadError",
        "EndpointConnectionError", "ConnectionClosedError", "ConnectTimeoutException", "ClientConnectorError", "ClientConnectorDNSError",
        "ClientOSError", "ServerDisconnectedError", "ServerTimeoutError", "InterfaceError", "ProxyError", "SSLError",
        "SSLCertVerificationError", "ChunkedEncodingError", "ProtocolError", "ServerSelectionTimeoutError", "AutoReconnect",
        "NetworkTimeout", "NoBrokersAvailable", "KafkaTimeoutError", "KafkaConnectionError", "DeadlineExceeded", "ServiceUnavailable",
        "TooManyRequests", "ResourceExhausted", "SocketTimeoutError", "ConnectionTimeout", "CommError", "LocalEntryNotFoundError",
        "APIConnectionError", "APITimeoutError", "RateLimitError", "SSHException", "OperationTimedOut", "NoHostAvailable",
    ]

    /// Types that say so only where their message does.
    private static let carriers: Set<String> = [
        "OperationalError", "HTTPError", "OSError", "InternalError", "_InactiveRpcError", "Error", "DatabaseError", "RuntimeError",
        "ClientError", "HttpResponseError", "RequestException", "RpcError", "AioRpcError", "_MultiThreadedRendezvous", "HTTPStatusError",
        "EnvironmentError", "Exception", "ProgrammingError", "AzureException", "AzureHttpError", "ExecutionError", "DatasetTimeoutError",
    ]

    /// Words of the HTTP clients that stand in the message of whatever exception wraps theirs.
    private static let certain = ["Max retries exceeded with url", "ConnectionPool(host=", "Temporary failure in name resolution"]

    private static let signs = [
        "Read timed out", "Connection refused", "Max retries exceeded", "Name or service not known", "name resolution", "timed out",
        "timeout expired", "Failed to establish a new connection", "could not connect to server", "HYT00", "HYT01", "DEADLINE_EXCEEDED",
        "StatusCode.UNAVAILABLE", "Connection reset by peer", "Lost connection to MySQL", "Could not connect to the endpoint",
        "No route to host", "Network is unreachable", "Login timeout", "We couldn't connect to", "Can't connect to", "[08S01]", "[08001]",
        "Could not connect to Snowflake", "could not translate host name", "server closed the connection unexpectedly",
        "SSL connection has been closed", "Communication link failure", "Adaptive Server is unavailable", "DBPROCESS is dead",
        "Couldn't reach", "Temporary failure in name", "Failed to connect to all addresses", "failed to connect to all addresses",
        "java.net.ConnectException", "SocketTimeoutException", "UnknownHostException",
    ]

    /// The service says that it is overloaded or down.
    private static func isBusy(_ message: String) -> Bool {
        ["500", "502", "503", "504", "429", "408"].contains { code in
            ["\(code) Server Error", "\(code) Client Error", "Error \(code)", "Status code: \(code)", "Code: \(code)", "code \(code)"]
                .contains(where: message.contains)
        }
            || ["(ServerBusy)", "ServerBusy", "OperationTimedOut", "Request rate is large", "Too Many Requests", "InternalServerError"]
                .contains(where: message.contains)
    }
}
