import Foundation
import Testing

@testable import Store

@Suite("Redactor: more forms")
struct RedactorFormTests {
    /// A line, and the secret in it that must be gone.
    static let secrets: [(line: String, secret: String)] = [
        ("GET https://a/c?sv=2020\\u0026sig=Ab%2Bc1234567890defGHIJ%3D\\u0026se=2024", "Ab%2Bc1234567890defGHIJ%3D"),
        ("https://p/?u=https%3A%2F%2Fa%3Fsv%3D1%26sig%3DAbc1234567890defGHIJ%26se%3D2", "Abc1234567890defGHIJ"),
        ("os.environ[\"DB_PASSWORD\"] = \"hunter2!\"", "hunter2!"), ("os.environ.setdefault('SMTP_PASSWORD', 'hunter2!')", "hunter2!"),
        ("p.add_argument(\"--db-password\", default=\"hunter2!\")", "hunter2!"),
        ("Command '['mysql', '--password', 'hunter2!']' returned 1", "hunter2!"),
        ("{\"name\": \"DB_PASSWORD\", \"value\": \"hunter2!\"}", "hunter2!"), ("{'key': 'client_secret', 'value': 'hunter2!'}", "hunter2!"),
        ("curl -s -u svc:hunter2! https://host/x", "hunter2!"),
        ("push with ghp_abcdefghij0123456789ABCDEFGHIJ012345", "ghp_abcdefghij0123456789ABCDEFGHIJ012345"),
        ("hf_abcdefghijABCDEFGHIJabcdefghijABCD", "hf_abcdefghijABCDEFGHIJabcdefghijABCD"),
        (
            "github_pat_11ABCDEFG0abcdefghij_0123456789abcdefghijABCDEFGHIJ",
            "github_pat_11ABCDEFG0abcdefghij_0123456789abcdefghijABCDEFGHIJ"
        ),
        ("key sk-proj-abcdefghij0123456789ABCDEFGHIJ", "sk-proj-abcdefghij0123456789ABCDEFGHIJ"),
        ("xoxb-123456789012-abcdefghijklmnop", "xoxb-123456789012-abcdefghijklmnop"),
        ("glpat-abcdefghij0123456789", "glpat-abcdefghij0123456789"),
        ("secret abc8Q~abcdefghijklmnopqrstuvwxyzABCDEF0123 used", "abc8Q~abcdefghijklmnopqrstuvwxyzABCDEF0123"),
        ("InstrumentationKey=0f8fad5b-d9cb-469f-a165-70867728950e;x=1", "0f8fad5b-d9cb-469f-a165-70867728950e"),
        ("Ocp-Apim-Subscription-Key: 0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef"),
        ("account key \(String(repeating: "Ab3+", count: 21))Ab== in use", String(repeating: "Ab3+", count: 21) + "Ab=="),
        ("token cut eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9", "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9"),
    ]

    @Test("a planted secret is gone, in plain text and in JSON, and the rest of the line stands", arguments: secrets)
    func planted(line: String, secret: String) throws {
        let clean = Redactor().redact(line)
        let parts = line.components(separatedBy: secret)
        #expect(!clean.contains(secret))
        #expect(clean.hasPrefix(parts[0]) && clean.hasSuffix(parts[1]), "\(clean)")
        #expect(Redactor().redact(clean) == clean)
        let json = String(decoding: try JSONEncoder().encode(["a": line, "b": "kept"]), as: UTF8.self)
        let back = try JSONDecoder().decode([String: String].self, from: Data(Redactor().redact(json, as: .json).utf8))
        #expect(back["b"] == "kept")
        #expect(back["a"]?.contains(secret) == false, "\(back)")
    }

    @Test(
        "what only looks like a secret stays",
        arguments: [
            "sha512-\(String(repeating: "Ab3+", count: 21))Ab== integrity", "token=1234567890123456 tokens=4096 max_tokens: 512",
            "commit 9fceb02d0ae598e95dc970b74767f19372d61af8", "password=os.environ[\"DB_PASSWORD\"]", "api_key=args.api_key, timeout=3",
            "password = getpass.getpass()", "docker run -u 1000:1000 image", "sk-learn-contrib-something",
            "hf_hub_download_of_some_long_name",
            "{\"name\": \"learning_rate\", \"value\": \"0.001\"}", "p.add_argument(\"--epochs\", default=\"three\")",
            "f(\"name\", \"value\")",
            "eyJ is how they begin", "data/models/resnet50/checkpoints/epoch_10/weights",
            "/mnt/azureml/cr/j/0a1b2c3d4e5f60718293a4b5c6d7e8f9/exe/wd/train.py", "100%|####| 10/10 [00:01<00:00, 9.9it/s]",
        ])
    func innocent(line: String) throws {
        #expect(Redactor().redact(line) == line)
        let json = String(decoding: try JSONEncoder().encode([line]), as: UTF8.self)
        #expect(Redactor().redact(json, as: .json) == json)
    }

    @Test("a key in a log leaves names of files between its quoted lines alone")
    func keyInLog() throws {
        let body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj0123456789abcdefghijklAB"
        let log = [
            "-----BEGIN PRIVATE KEY-----", body, "logs/job1/userlogs/stdlog", "logs/job1/userlogs/stdlog.txt", body,
            "-----END PRIVATE KEY-----",
        ]
        let json = String(decoding: try JSONEncoder().encode(log), as: UTF8.self).replacing("\\/", with: "/")
        let back = try JSONDecoder().decode([String].self, from: Data(Redactor().redact(json, as: .json).utf8))
        #expect(back[1].hasPrefix("[redacted:") && back[4] == back[1])
        #expect(back[2...3] == ["logs/job1/userlogs/stdlog", "logs/job1/userlogs/stdlog.txt"])
        // A line of a key that is quoted alone.
        #expect(Redactor().redact(body).hasPrefix("[redacted:"))
    }

    @Test("names and patterns of the configuration are taken out, too; what is no regular expression is refused")
    func own() throws {
        let redactor = try Redactor(rules: RedactionRules(names: ["customer-code"], patterns: ["CUST-(\\d+)", "Zorro\\w*"]))
        #expect(
            redactor.redact("my_customer_code=Q7; CUST-1234 and Zorrows") == "my_customer_code=[redacted]; CUST-[redacted] and [redacted]")
        #expect(
            redactor.redact("{\"customer_code\":\"Q7\",\"x\":\"CUST-9\\\"\"}", as: .json)
                == "{\"customer_code\":\"[redacted]\",\"x\":\"CUST-[redacted]\\\"\"}")
        #expect(throws: StoreError.self) { try Redactor(rules: RedactionRules(patterns: ["("])) }
        #expect(redactor.rules.fingerprint != RedactionRules().fingerprint)
        #expect(RedactionRules(isOn: false).fingerprint < RedactionRules().fingerprint)
    }

    @Test("curl's password at the very end of a text (its last byte was the place from which one more was read)")
    func lastBytes() {
        for option in ["-u", "--user"] {
            #expect(Redactor().redact("curl \(option) svc:hunter2x!") == "curl \(option) svc:[redacted]")
        }
    }

    @Test("switched off it changes nothing")
    func off() throws {
        let redactor = try Redactor(rules: RedactionRules(isOn: false))
        #expect(redactor.redact("password=hunter2!") == "password=hunter2!")
    }
}
