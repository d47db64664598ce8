/// Calls that talk to something outside the machine.
enum PythonExternals {
    private static let verbs: Set<String> = [
        "get", "post", "put", "patch", "delete", "head", "options", "request", "send", "stream", "urlopen",
    ]

    /// Functions that call out by themselves.
    private static let functions: Set<String> = [
        "urllib.request.urlopen", "urllib.request.urlretrieve", "urllib2.urlopen", "urllib.urlopen", "urllib.urlretrieve",
        "socket.create_connection", "pyodbc.connect", "psycopg2.connect", "psycopg.connect", "psycopg.AsyncConnection.connect",
        "pymysql.connect",
        "MySQLdb.connect", "mysql.connector.connect", "pymssql.connect", "cx_Oracle.connect", "oracledb.connect",
        "snowflake.connector.connect",
        "asyncpg.connect", "pandas.read_sql", "pandas.read_sql_query", "pandas.read_sql_table", "grpc.insecure_channel",
        "grpc.secure_channel",
        "smtplib.SMTP", "ftplib.FTP", "http.client.HTTPConnection", "http.client.HTTPSConnection", "wget.download",
    ]

    /// Makers of objects whose methods call out.
    private static let sessions: Set<String> = [
        "requests.Session", "requests.session", "requests.sessions.Session", "httpx.Client", "httpx.AsyncClient", "aiohttp.ClientSession",
        "urllib3.PoolManager", "urllib3.HTTPConnectionPool", "urllib3.HTTPSConnectionPool", "urllib3.connectionpool.HTTPConnectionPool",
        "urllib3.connectionpool.HTTPSConnectionPool", "http.client.HTTPConnection", "http.client.HTTPSConnection",
    ]
    private static let databases: Set<String> = [
        "pyodbc.connect", "psycopg2.connect", "psycopg.connect", "pymysql.connect", "MySQLdb.connect", "mysql.connector.connect",
        "pymssql.connect", "cx_Oracle.connect", "oracledb.connect", "snowflake.connector.connect", "sqlalchemy.create_engine",
        "sqlalchemy.engine.create_engine", "asyncpg.connect",
    ]
    private static let databaseCalls: Set<String> = [
        "connect", "execute", "executemany", "fetchall", "fetchone", "fetchmany", "commit", "begin", "callproc", "scalar", "fetch",
    ]

    /// A maker of objects that matter here.
    static func isMaker(_ name: String) -> Bool {
        sessions.contains(name) || databases.contains(name) || name == "boto3.client" || name == "boto3.resource" || name == "socket.socket"
            || name == "boto3.session.Session" || name == "boto3.Session" || azureClient(name) != nil || isStub(name)
    }

    /// `BlobServiceClient` of `azure.storage.blob.BlobServiceClient.from_connection_string`.
    private static func azureClient(_ name: String) -> String? {
        guard name.hasPrefix("azure.") else { return nil }
        return name.split(separator: ".").first { $0.hasSuffix("Client") }.map(String.init)
    }

    /// A stub that grpc generated: `route_pb2_grpc.RouteGuideStub`.
    private static func isStub(_ name: String) -> Bool {
        name.hasSuffix("Stub") && name.contains("_pb2_grpc.")
    }

    /// What the method gives back talks to the same outside: a cursor, a container's client.
    static func isDerived(_ method: String, from origin: String) -> Bool {
        if databases.contains(origin) { return databaseCalls.contains(method) || method == "cursor" || method == "raw_connection" }
        if origin.hasPrefix("boto3.") { return ["client", "resource", "Bucket", "Object", "Table", "Queue"].contains(method) }
        if azureClient(origin) != nil { return method.hasSuffix("_client") || method.hasPrefix("from_") }
        return false
    }

    /// The call goes out. `origin` is the maker of the object whose method it is.
    static func isExternal(_ name: String, method: String?, origin: String?) -> Bool {
        if functions.contains(name) { return true }
        let parts = name.split(separator: ".", maxSplits: 2)
        if parts.count == 2, parts[0] == "requests" || parts[0] == "httpx", verbs.contains(String(parts[1])) { return true }
        guard let method, let origin else { return false }
        if sessions.contains(origin) { return verbs.contains(method) || method == "getresponse" }
        if databases.contains(origin) { return databaseCalls.contains(method) }
        if origin == "socket.socket" { return ["connect", "recv", "recv_into", "recvfrom"].contains(method) }
        if origin.hasPrefix("boto3.") { return !["client", "resource", "Session", "session"].contains(method) }
        if isStub(origin) { return true }
        // Clients of Azure call out with every method that does not merely hand out another client.
        guard azureClient(origin) != nil else { return false }
        return !method.hasSuffix("_client") && !method.hasPrefix("from_") && method != "close"
    }

    /// Position of a time-out among the positional arguments.
    static func timeoutPosition(_ name: String) -> Int? {
        switch name {
        case "socket.create_connection": 1
        case "urllib.request.urlopen", "urllib2.urlopen", "http.client.HTTPConnection", "http.client.HTTPSConnection": 2
        case "smtplib.SMTP": 3
        default: nil
        }
    }
}
