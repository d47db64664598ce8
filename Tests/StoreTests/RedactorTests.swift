import Evidence
import Foundation
import Testing

@testable import Store

@Suite("Redactor")
struct RedactorTests {
    /// A line, and the secret in it that must be gone.
    static let secrets: [(line: String, secret: String)] = [
        ("GET https://a.blob.core.windows.net/c/b?sv=2020&sr=b&sig=Ab%2Bc1234567890defGHIJ%3D&se=2024", "Ab%2Bc1234567890defGHIJ%3D"),
        (
            "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=abcd1234EFGH5678abcd1234EFGH5678==;EndpointSuffix=x",
            "abcd1234EFGH5678abcd1234EFGH5678=="
        ),
        ("Endpoint=sb://x/;SharedAccessKeyName=root;SharedAccessKey=Zm9vYmFyYmF6cXV4MTIzNA==", "Zm9vYmFyYmF6cXV4MTIzNA=="),
        ("Authorization: Bearer abcdefghij0123456789", "abcdefghij0123456789"),
        ("headers={'Authorization': 'Bearer tok-0123456789abcdef'}", "tok-0123456789abcdef"),
        ("Authorization: Basic dXNlcjpwYXNzd29yZDEyMw==", "dXNlcjpwYXNzd29yZDEyMw=="),
        ("got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl from login", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"),
        ("docker run -e AZUREML_RUN_TOKEN=s3cr3t-token -e X=1", "s3cr3t-token"),
        ("export STORAGE_KEY='k 1/2+3'", "k 1/2+3"),
        ("DB_PASSWORD=hunter2", "hunter2"),
        ("MYSQL_ROOT_PASSWORD_FILE: x; db_password: \"tr0ub4dor&3\"", "tr0ub4dor&3"),
        ("Server=tcp:x;Database=d;Uid=u;Pwd=p@ss,word);Encrypt=yes", "p@ss,word)"),
        ("Driver={ODBC};User Id=me;Password=Abc!23;Timeout=3", "Abc!23"),
        ("postgresql://svc:pa55w0rd@db.internal:5432/x", "pa55w0rd"),
        ("amqp connect amqps://queue:s3cret!@mq/vhost failed", "s3cret!"),
        ("{\"password\": \"json-pass\", \"user\": \"u\"}", "json-pass"),
        ("{'client_secret': 'ABC~def.123', 'id': 3}", "ABC~def.123"),
        ("python train.py --api-key abc123def456 --epochs 3", "abc123def456"),
        ("--db-password=letmein --x", "letmein"),
        ("OPENAI_API_KEY=sk-abcdefghijklmnop1234", "sk-abcdefghijklmnop1234"),
        ("AZUREML_RUN_TOKEN_PASS=0f1e2d3c-aaaa", "0f1e2d3c-aaaa"),
        ("access_token=ya29.a0AfH6SMBxyz refresh", "ya29.a0AfH6SMBxyz"),
    ]

    @Test("a planted secret is gone, and the rest of the line stands", arguments: secrets)
    func planted(line: String, secret: String) throws {
        let clean = Redactor().redact(line)
        #expect(!clean.contains(secret))
        let parts = line.components(separatedBy: secret)
        #expect(clean.hasPrefix(parts[0]) && clean.hasSuffix(parts[1]), "\(clean)")
        #expect(clean.contains("[redacted"))
    }

    @Test("in JSON the secret is gone and the JSON can still be read", arguments: secrets)
    func inJSON(line: String, secret: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        let nested = String(decoding: try encoder.encode(["inner": line, "after": "x"]), as: UTF8.self)
        for value in [["a": line, "b": "kept"], ["a": "first\n" + line + "\nlast", "b": "kept"], ["a": nested, "b": "kept"]] {
            let text = String(decoding: try encoder.encode(value), as: UTF8.self)
            let clean = Redactor().redact(text, as: .json)
            #expect(!clean.contains(secret), "\(clean)")
            let back = try JSONDecoder().decode([String: String].self, from: Data(clean.utf8))
            #expect(back["b"] == "kept")
            if let inner = back["a"], inner.hasPrefix("{\"inner\"") || inner.hasPrefix("{\"after\"") {
                #expect(try JSONDecoder().decode([String: String].self, from: Data(inner.utf8))["after"] == "x")
            }
        }
    }

    @Test("a private key goes, and its lines stay lines")
    func privateKey() throws {
        let body =
            String(repeating: "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj0123456789abcdefghijkl\n", count: 3) + "c2hvcnQgbGFzdCBsaW5l\n"
        let text = "before\n-----BEGIN RSA PRIVATE KEY-----\n\(body)-----END RSA PRIVATE KEY-----\nafter"
        let clean = Redactor().redact(text)
        #expect(!clean.contains("MIIE") && !clean.contains("c2hv"))
        #expect(
            clean.split(separator: "\n", omittingEmptySubsequences: false).count
                == text.split(separator: "\n", omittingEmptySubsequences: false).count)
        #expect(clean.hasPrefix("before\n-----BEGIN RSA PRIVATE KEY-----\n") && clean.hasSuffix("\n-----END RSA PRIVATE KEY-----\nafter"))
        let lines = String(decoding: try JSONEncoder().encode(text.components(separatedBy: "\n")), as: UTF8.self)
        let back = try JSONDecoder().decode([String].self, from: Data(Redactor().redact(lines, as: .json).utf8))
        #expect(!back.joined().contains("MIIE") && back.count == 8)
        let whole = String(decoding: try JSONEncoder().encode([text]), as: UTF8.self)
        let single = try JSONDecoder().decode([String].self, from: Data(Redactor().redact(whole, as: .json).utf8))
        #expect(!single[0].contains("MIIE") && single[0].hasSuffix("after"))
    }

    @Test(
        "what is no secret stays",
        arguments: [
            "KeyError: 'API_KEY'", "max_tokens=512 pad_token: <pad>", "sort_key=name partition_key=day", "PASSWORD=$DB_PASSWORD",
            "password: None",
            "see https://user@host/path and https://host:8080/x@y", "WWW-Authenticate: Bearer authorization_uri=x", "p-value sig=0.05",
            "Bearer authentication failed", "{\"password_count\": 12, \"x\": 1}", "enter password: try again later", "key: value",
            "TOKENIZERS_PARALLELISM=false", "SharedAccessKeyName=root", "tokens: 1234", "loss=0.123 step=10",
        ])
    func innocent(line: String) {
        #expect(Redactor().redact(line) == line)
    }

    @Test("redacting twice is redacting once")
    func stable() {
        for (line, _) in RedactorTests.secrets {
            let once = Redactor().redact(line)
            #expect(Redactor().redact(once) == once)
        }
    }

    @Test("the same long secret has the same name, a short one has none")
    func pseudonyms() {
        let long = "abcdef0123456789abcdef"
        #expect(Redactor().redact("API_KEY=\(long)") == Redactor().redact("API_KEY=\(long)"))
        #expect(Redactor().redact("API_KEY=\(long)").wholeMatch(of: /API_KEY=\[redacted:[0-9a-f]{8}\]/) != nil)
        #expect(Redactor().redact("API_KEY=short") == "API_KEY=[redacted]")
    }

    @Test("a number under a secret's name stays a number")
    func numbers() throws {
        #expect(Redactor().redact("{\"db_password\":123456789,\"b\":[1]}", as: .json) == "{\"db_password\":123456789,\"b\":[1]}")
    }

    @Test("no bytes make it crash or break JSON")
    func arbitraryBytes() throws {
        var state: UInt64 = 42
        let pieces = [
            "password", "=", ":", "\"", "\\", "'", " ", "eyJ", ".", "-----BEGIN ", "PRIVATE KEY-----", "\n", "://", "@", "Bearer ", "sig=",
            "a1", "--api-key ", "-----END ",
        ]
        for _ in 0..<3_000 {
            var text = ""
            for _ in 0..<12 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int((state >> 33) % UInt64(pieces.count))]
            }
            _ = Redactor().redact(text)
            let json = String(decoding: try JSONEncoder().encode(["x": text, "y": "end"]), as: UTF8.self)
            let clean = Redactor().redact(json, as: .json)
            let back = try? JSONDecoder().decode([String: String].self, from: Data(clean.utf8))
            #expect(back?["y"] == "end", "\(json) became \(clean)")
        }
    }
}
