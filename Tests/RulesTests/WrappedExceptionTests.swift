import Evidence
import Rules
import Testing

@Suite("What a wrapper exception holds")
struct WrappedExceptionTests {
    private static let log = LogEvidence(source: "std_log.txt", role: .user)

    private func inner(_ type: String, _ message: String) -> String? {
        let quote = Quote(location: Location(source: "std_log.txt", line: 10), text: "\(type): …")
        let block = TracebackBlock(link: .none, frames: [], type: type, message: message, final: quote)
        return WrappedException.inner(of: block, in: WrappedExceptionTests.log).map {
            "\($0.final.location.line ?? 0) \($0.type): \($0.message)"
        }
    }

    @Test(
        "the innermost exception or the service's statement, with its line",
        arguments: [
            (
                "py4j.protocol.Py4JJavaError",
                "An error occurred while calling o9.csv.\n: org.apache.spark.SparkException: Job aborted.\n\tat x.y(z.scala:1)\nCaused by: java.io.EOFException: too short\n\tat a.b(c.java:2)",
                "13 java.io.EOFException: too short"
            ),
            (
                "py4j.protocol.Py4JJavaError", "An error occurred while calling o9.csv.\n: org.apache.spark.SparkException: Job aborted.",
                "11 org.apache.spark.SparkException: Job aborted."
            ),
            (
                "azure.ai.ml.exceptions.JobException",
                "Exception : \n {\n    \"error\": {\n        \"code\": \"UserError\",\n        \"message\": \"Pipeline has failed child jobs.\"\n    }\n}",
                "14 azure.ai.ml.exceptions.JobException: UserError: Pipeline has failed child jobs."
            ),
            (
                "azureml.exceptions.WebserviceException",
                "WebserviceException:\n\tMessage: Deployment failed\nError:\n{\n  \"code\": \"DeploymentFailed\",\n  \"message\": \"Error in entry script, ModuleNotFoundError: No module named 'abc', please run print(service.get_logs()) to get details.\"\n}\n\tInnerException None\n\tErrorResponse \n{\"error\": {\"message\": \"KeyError: 'no'\"}}",
                "15 ModuleNotFoundError: No module named 'abc'"
            ),
            (
                "azureml.exceptions.ActivityFailedException",
                "ActivityFailedException:\n\tMessage: Activity Failed:\n{\n    \"error\": {\n        \"code\": \"UserError\",\n        \"message\": \"Traceback:\\n  File \\\"t.py\\\", line 2\\nValueError: bad row\\n\"\n    }\n}",
                "15 ValueError: bad row"
            ),
        ])
    func holds(type: String, message: String, expected: String) {
        #expect(inner(type, message) == expected)
    }

    @Test("a wrapper that names nothing, and exceptions that are none")
    func nothing() {
        #expect(inner("subprocess.CalledProcessError", "Command '['make']' returned non-zero exit status 2.") == nil)
        #expect(inner("ValueError", "wrapped KeyError: 'a'") == nil)
        #expect(inner("PipelineException", "InnerException: None") == nil)
    }
}

@Suite("What an exception is about")
struct ExceptionKindTests {
    private func kind(_ type: String, _ message: String) -> ExceptionKind {
        let quote = Quote(location: Location(source: "a", line: 1), text: "")
        return ExceptionKind(TracebackBlock(link: .none, frames: [], type: type, message: message, final: quote))
    }

    @Test(
        "waiting for something outside",
        arguments: [
            ("snowflake.connector.errors.OperationalError", "250001: Could not connect to Snowflake backend after 2 attempt(s)."),
            ("azure.cosmos.exceptions.CosmosHttpResponseError", "Status code: 429 Sub-status: 3200"),
            ("tenacity.RetryError", "RetryError[<Future at 0x7f state=finished raised ReadTimeout>]"),
            ("google.api_core.exceptions.RetryError", "Timeout of 60.0s exceeded"), ("httpx.ReadError", ""),
            ("OSError", "We couldn't connect to 'https://huggingface.co' to load this file"),
            ("sqlalchemy.exc.OperationalError", "(psycopg2.OperationalError) could not translate host name \"db\" to address"),
            ("pyodbc.OperationalError", "('08S01', '[08S01] [Microsoft] Communication link failure')"),
        ])
    func external(type: String, message: String) {
        #expect(kind(type, message) == .externalCall)
    }

    @Test(
        "answers on purpose, and names that look alike",
        arguments: [
            ("azure.cosmos.exceptions.CosmosHttpResponseError", "Status code: 404"),
            ("tenacity.RetryError", "RetryError[<Future at 0x7f state=finished raised ValueError>]"),
            ("tarfile.ReadError", "file could not be opened successfully"),
            ("requests.exceptions.HTTPError", "404 Client Error: Not Found"),
            ("pyodbc.OperationalError", "('28000', \"Login failed for user 'etl'\")"), ("TimeoutError", "could not get the Lock"),
        ])
    func other(type: String, message: String) {
        #expect(kind(type, message) == .other)
    }

    @Test("a pool that lost a worker")
    func workers() {
        #expect(kind("concurrent.futures.process.BrokenProcessPool", "terminated abruptly") == .workerLost)
        #expect(kind("joblib.externals.loky.process_executor.TerminatedWorkerError", "killed") == .workerLost)
    }
}
