import Foundation

/// An export full of secrets, in every place where a text may come from.
struct PlantedSecrets {
    /// What must be found nowhere.
    private(set) var secrets: [String] = []
    /// What must stay readable.
    private(set) var harmless: [String] = []
    private(set) var files: [String: String] = [:]
    private var state: UInt64 = 7

    init() {
        userLog()
        traceback()
        privateKey()
        runRecords()
        platform()
        tables()
        code()
        mlflow()
    }

    /// A secret of so many letters and digits, never made twice.
    private mutating func plant(_ length: Int, from alphabet: String = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789") -> String
    {
        let letters = Array(alphabet)
        var text = ""
        for _ in 0..<length {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            text.append(letters[Int((state >> 33) % UInt64(letters.count))])
        }
        // Letters of both kinds, so that it is no word of the export by chance.
        let secret = String(text.dropLast(2)) + "x7"
        secrets.append(secret)
        return secret
    }

    private mutating func keep(_ text: String) -> String {
        harmless.append(text)
        return text
    }

    private mutating func userLog() {
        let url = "https://acct.blob.core.windows.net/c/b?sv=2022-11-02&sr=b&sig=\(plant(40))%3D&se=2026-12-01"
        let escaped = "https://acct.blob.core.windows.net/c/b?sv=2022\\u0026sig=\(plant(40))%3D\\u0026se=2026"
        let nested = "https://portal/?url=https%3A%2F%2Facct%2Fb%3Fsv%3D2022%26sig%3D\(plant(40))%26se%3D1"
        let lines = [
            "start", "GET \(url) 403", "redirect to \(escaped)", "redirect to \(nested)",
            "DefaultEndpointsProtocol=https;AccountName=acct;AccountKey=\(plant(86))==;EndpointSuffix=core.windows.net",
            "Endpoint=sb://hub.servicebus.windows.net/;SharedAccessKeyName=root;SharedAccessKey=\(plant(43))=",
            "using key \(plant(86))== for cosmos", "Authorization: Bearer \(plant(40))",
            "token is eyJhbGciOiJSUzI1NiJ9.eyJ\(plant(30)).\(plant(40))", "DATABASE_URL=postgresql://svc:\(plant(12))@db.internal:5432/x",
            "export WANDB_API_KEY=\(plant(40, from: "0123456789abcdef"))",
            "Server=tcp:sql;Database=d;User ID=u;Password=\(plant(10));Encrypt=yes",
            "  password: \(plant(9))", "  client-secret: \"\(plant(20))\"", "python train.py --db-password \(plant(9)) --epochs 3",
            "curl -u svc:\(plant(11)) https://api.internal/x", "x-api-key: \(plant(24))",
            "Ocp-Apim-Subscription-Key: \(plant(32, from: "0123456789abcdef"))",
            "pushing with ghp_\(plant(36))", "huggingface login hf_\(plant(34))", "openai sk-\(plant(44))",
            "InstrumentationKey=\(plant(30));IngestionEndpoint=https://x",
            "login failed for secret \(plant(3))8Q~\(plant(34))",
            keep("max_tokens=4096 tokens=1234 token_count: 77"), keep("commit 9fceb02d0ae598e95dc970b74767f19372d61af8"),
            keep("sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"), keep("password=None token=None"),
            keep("run brave_ant_12ab34cd56 of 0f8fad5b-d9cb-469f-a165-70867728950e"), keep("password = os.environ[\"DB_PASSWORD\"]"),
            keep("sort_key=name partition_key=day"), "done",
        ]
        files["logs/r1/user_logs/std_log.txt"] = lines.joined(separator: "\n") + "\n"
        files["logs/r1/user_logs/copy_of_b?sv=2022&sig=\(plant(40)).txt"] = "an ordinary line\n"
    }

    private mutating func traceback() {
        let password = plant(14)
        files["logs/r2/user_logs/std_log.txt"] = """
            loading
            Traceback (most recent call last):
              File "train.py", line 9, in main
                connect(host="db", password="\(password)")
              File "db.py", line 3, in connect
                raise ConnectionError(f"cannot log in with {dsn}")
            ConnectionError: cannot log in with mysql://root:\(plant(12))@db/x and Pwd=\(plant(12));
            """ + "\n"
    }

    private mutating func privateKey() {
        let body = (0..<6).map { _ in plant(64) }.joined(separator: "\n")
        files["logs/r3/user_logs/std_log.txt"] =
            "writing key\n-----BEGIN RSA PRIVATE KEY-----\n\(body)\n\(plant(28))==\n-----END RSA PRIVATE KEY-----\nwritten\n"
        // A log that ends within a key: only its last lines are quoted.
        let tail = (0..<50).map { _ in plant(64) }.joined(separator: "\n")
        files["logs/r4/user_logs/std_log.txt"] = "-----BEGIN PRIVATE KEY-----\n\(tail)\n"
    }

    private mutating func runRecords() {
        files["runs.json"] = """
            [{"runId": "r1", "status": "Failed", "createdTimeUtc": "2026-02-01T19:53:33Z", "startTimeUtc": "2026-02-01T19:54:04Z",
              "endTimeUtc": "2026-02-01T19:58:25Z", "experimentName": "e",
              "error": {"error": {"code": "UserError", "message": "DataAccessError: https://acct/x?sig=\(plant(40))&se=1 was refused"}},
              "properties": {"azureml.x": "AccountKey=\(plant(40))", "db_password": "\(plant(10))"},
              "runDefinition": {"script": "train.py", "arguments": ["--api-key", "\(plant(24))"],
                "environment": {"environmentVariables": {"DB_PASSWORD": "\(plant(10))"}},
                "variables": [{"name": "SMTP_PASSWORD", "value": "\(plant(10))"}]}},
             {"runId": "r2", "status": "Failed", "createdTimeUtc": "2026-02-01T19:53:33Z"},
             {"runId": "r3", "status": "Failed", "createdTimeUtc": "2026-02-01T19:53:33Z"},
             {"runId": "r4", "status": "Failed", "createdTimeUtc": "2026-02-01T19:53:33Z"}]
            """
    }

    private mutating func platform() {
        files["activity.json"] = """
            [{"caller": "someone@example.org", "correlationId": "c-1", "eventTimestamp": "2026-02-01T19:20:00Z",
              "operationName": {"value": "Microsoft.MachineLearningServices/workspaces/computes/delete"}, "status": {"value": "Succeeded"},
              "resourceId": "/subscriptions/0/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ws/computes/cpu",
              "properties": {"statusMessage": "called with Bearer \(plant(40))", "requestbody": "{\\"adminPassword\\":\\"\(plant(12))\\"}"}}]
            """
        files["blobs.json"] = """
            [{"container": "c", "name": "azureml/r1/out/model.pt?sig=\(plant(40))", "properties": {"contentLength": 5,
              "lastModified": "2026-02-01T19:55:00+00:00"}}]
            """
    }

    private mutating func tables() {
        files["status.csv"] = """
            TimeGenerated,RunId,Status,Type,Message
            2026-02-01 19:54:19.123456+00:00,r1,Running,AmlRunStatusChangedEvent,started with sig=\(plant(40))
            2026-02-01 19:54:29.123456+00:00,r1,Failed,AmlRunStatusChangedEvent,"password=\(plant(12)) was refused"

            """
        files["mlflow.csv"] = """
            run_id,experiment_id,status,artifact_uri,start_time,end_time,metrics.loss,params.db_password,tags.note
            r-csv,e-1,FINISHED,azureml://x,2026-02-01 19:53:33+00:00,2026-02-01 19:54:33+00:00,0.25,\(plant(12)),token=\(plant(30))

            """
    }

    private mutating func code() {
        files["snapshots/0f8fad5b-d9cb-469f-a165-70867728950e/train.py"] = """
            import os, argparse
            p = argparse.ArgumentParser()
            p.add_argument("--db-password", default="\(plant(12))")
            os.environ["STORAGE_KEY"] = "\(plant(20))"
            os.environ.setdefault("SMTP_PASSWORD", "\(plant(12))")
            try:
                requests.get("https://svc:\(plant(12))@host/x")
            except Exception as error:
                print("api_key=\(plant(20))", error)
            """ + "\n"
    }

    private mutating func mlflow() {
        let folder = "mlruns/7/0a1b2c3d4e5f60718293a4b5c6d7e8f9"
        files["\(folder)/meta.yaml"] = """
            artifact_uri: wasbs://c@acct/x?sig=\(plant(40))
            end_time: 1769975659000
            experiment_id: '7'
            lifecycle_stage: active
            run_id: 0a1b2c3d4e5f60718293a4b5c6d7e8f9
            run_name: one
            start_time: 1769975600000
            status: 3
            user_id: u

            """
        files["\(folder)/params/db_password"] = plant(12)
        files["\(folder)/tags/note"] = "Bearer \(plant(40))"
        files["\(folder)/metrics/loss?sig=\(plant(40))"] = "1769975601000 0.5 1\n"
        // A record that cannot be read, with a secret in it.
        files["broken.json"] = "{\"runId\": \"r9\", \"status\": \"Failed\"}\n{\"runId\": \"r10\", \"password\": \"\(plant(12))\", \"sta"
    }
}
