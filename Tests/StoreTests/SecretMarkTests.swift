import Evidence
import Testing

@testable import Store

@Suite("A text without a mark holds no secret")
struct SecretMarkTests {
    /// Parts of which texts with secrets are made, and texts without.
    private static let parts = [
        "AccountKey=", "password: ", "\"api_key\": \"", "--db-password ", "sig=", "sig%3D", "Bearer ", "basic ", "eyJ", "ghp_", "gho_",
        "ghs_", "ghu_",
        "ghr_", "github_pat_", "hf_", "sk-", "glpat-", "xoxb-", "xoxp-", "https://user:", "@host/", "curl -u name:", "curl --user a:", "Q~",
        "8Q~", "==",
        "-----BEGIN PRIVATE KEY-----\n", "-----END PRIVATE KEY-----", "secret", "SECRET_TOKEN", "pwd", "PASS", "sas_token", "credential",
        "authorization", "signature", "(\"DB_PASSWORD\", \"", "\"name\": \"X_KEY\", \"value\": \"", "add_argument(\"--token\", default=\"",
        "a1B2c3D4e5F6g7H8i9J0",
        "abcdefABCDEF0123456789abcdefABCDEF0123456789", "hunter2x!", " ", ": ", "=", "\"", "\n", ",", "x", "-", "_", "~", "%",
        "step 4 of 7", "été",
    ]

    @Test("whatever the scan finds, the marks announce", arguments: 0..<16)
    func announced(seed: UInt64) {
        var random = RandomNumbers(seed: seed)
        var found = 0
        for _ in 0..<1_500 {
            let count = Int.random(in: 1...9, using: &random)
            let text = (0..<count).map { _ in Self.parts.randomElement(using: &random) ?? "" }.joined()
            for isJSON in [false, true] {
                let bytes = Array(text.utf8)
                bytes.withUnsafeBufferPointer { bytes in
                    var scan = SecretScan(bytes: bytes, isJSON: isJSON)
                    scan.run()
                    guard !scan.found.isEmpty else { return }
                    found += 1
                    let isLine = !isJSON && bytes.count >= SecretScan.shortestBareLine
                    #expect(SecretMarks.mayStand(in: bytes) || isLine, "\(text)")
                }
            }
        }
        #expect(found > 100)
    }

    @Test("the lines of an ordinary export have none")
    func ordinary() {
        let line =
            #"{"time": "2026-11-01T00:00:00.138Z", "operationName": "Microsoft.MachineLearningServices/workspaces/jobs/write", "level": "Informational"}"#
        var copy = line
        #expect(copy.withUTF8 { SecretMarks.mayStand(in: $0) } == false)
    }
}
