/// Which names say that their value is a secret.
enum SecretNames {
    /// How sure the name is; a doubtful one needs a value that looks like a secret.
    enum Strength { case sure, likely, signature }

    /// Last letters of such names: a cheap look before the name is read.
    static func mayEnd(_ byte: UInt8) -> Bool {
        switch byte | 0x20 {
        // key, token, authorization, pwd and credential's kin, secret, sig, pass, rand, signature
        case UInt8(ascii: "y"), UInt8(ascii: "n"), UInt8(ascii: "d"), UInt8(ascii: "t"), UInt8(ascii: "g"), UInt8(ascii: "s"),
            UInt8(ascii: "e"), UInt8(ascii: "h"), UInt8(ascii: "l"):
            true
        default: false
        }
    }

    /// Holds a word that all such names have one of (`key`, `token`, `secret`, `sig`, `sas`, `pass`, `pwd`, `auth`, `cred`): nearly every
    /// member of JSON has a name that holds none, and is done with here, without a string being made.
    private static func mayPromise(_ name: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let bytes = UnsafeBufferPointer(rebasing: name)
        guard bytes.count >= 3 else { return false }
        for i in 0...(bytes.count - 3) {
            let (second, third) = (bytes[i + 1] | 0x20, bytes[i + 2] | 0x20)
            switch bytes[i] | 0x20 {
            case UInt8(ascii: "k"): if second == UInt8(ascii: "e"), third == UInt8(ascii: "y") { return true }
            case UInt8(ascii: "t"): if second == UInt8(ascii: "o"), third == UInt8(ascii: "k") { return true }
            case UInt8(ascii: "p"):
                if second == UInt8(ascii: "a") ? third == UInt8(ascii: "s") : second == UInt8(ascii: "w") && third == UInt8(ascii: "d") {
                    return true
                }
            case UInt8(ascii: "a"): if second == UInt8(ascii: "u"), third == UInt8(ascii: "t") { return true }
            case UInt8(ascii: "c"): if second == UInt8(ascii: "r"), third == UInt8(ascii: "e") { return true }
            case UInt8(ascii: "s"):
                // `seconds` is in every log's row.
                let isSecret = second == UInt8(ascii: "e") && third == UInt8(ascii: "c") && i + 3 < bytes.count
                if isSecret && bytes[i + 3] | 0x20 == UInt8(ascii: "r") || second == UInt8(ascii: "i") && third == UInt8(ascii: "g")
                    || second == UInt8(ascii: "a") && third == UInt8(ascii: "s")
                {
                    return true
                }
            default: break
            }
        }
        return false
    }

    /// Nil where the name promises no secret. Constants in capitals (`X_KEY`, `X_TOKEN`) are environment variables; in lower case
    /// `sort_key` and `max_tokens` are too common, so that only known names count.
    static func strength(of name: Slice<UnsafeBufferPointer<UInt8>>, isColon: Bool) -> Strength? {
        guard mayPromise(name) else { return nil }
        let text = String(decoding: name, as: UTF8.self)
        let folded = folded(text)
        if folded == "sig" { return isColon ? nil : .signature }
        if folded.hasPrefix("x_amz_signature") || folded == "signature" { return .likely }
        if folded.contains("password") || folded.contains("passwd") || folded == "pwd" || folded.hasSuffix("_pwd") {
            return about.contains(where: folded.hasSuffix) ? nil : .sure
        }
        if sure.contains(where: folded.hasSuffix) { return .sure }
        if capitals.contains(where: text.hasSuffix), text.utf8.allSatisfy({ !(0x61...0x7A).contains($0) }) { return .sure }
        if likely.contains(where: { folded == $0 || folded.hasSuffix("_" + $0) }) { return .likely }
        return nil
    }

    /// In lower case, with one kind of dash.
    static func folded(_ name: String) -> String { name.lowercased().replacing("-", with: "_") }

    /// Names that stand for other things as well: their value has to look like a secret.
    private static let likely = [
        "token", "secret", "authorization", "primarykey", "secondarykey", "primary_key", "secondary_key", "credential", "credentials",
    ]

    /// Names that speak about a password rather than hold one.
    private static let about = [
        "_count", "_length", "_file", "_policy", "_attempts", "_field", "_required", "_expiry", "_expired", "_prompt", "_type", "_error",
    ]
    private static let capitals = ["_KEY", "_TOKEN", "_TOKEN_PASS", "_TOKEN_RAND", "_SECRET", "_PASS", "_SAS", "_PWD"]
    private static let sure = [
        "accountkey", "sharedaccesskey", "sharedaccesssignature", "sharedsecretkey", "account_key", "access_key", "accesskey", "api_key",
        "apikey", "secret_key", "secretkey", "shared_key", "storage_key", "private_key", "encryption_key", "subscription_key",
        "access_token",
        "accesstoken", "auth_token", "authtoken", "refresh_token", "refreshtoken", "sas_token", "sastoken", "run_token", "runtoken",
        "bearer_token", "id_token", "identity_token", "client_secret", "clientsecret", "run_token_pass", "run_token_rand",
        "passphrase", "auth_key", "authkey", "sas_key", "master_key", "masterkey", "signing_key", "functions_key",
        "instrumentationkey", "instrumentation_key", "secret_value", "secretvalue", "hf_token", "github_token", "secret_access_key",
    ]

    /// The value is worth taking out: not empty, not a placeholder, not a small number.
    static func isSecret(_ value: Slice<UnsafeBufferPointer<UInt8>>, strength: Strength) -> Bool {
        guard let first = value.first, value.count >= 2 else { return false }
        switch first {
        case UInt8(ascii: "$"), UInt8(ascii: "<"), UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "*"), UInt8(ascii: "("),
            UInt8(ascii: "="):
            return false
        default: break
        }
        if value.count <= 9 {
            let word = String(decoding: value, as: UTF8.self).lowercased()
            if ["none", "null", "nil", "true", "false", "none,", "none)", "null,", "redacted", "str", "str,"].contains(word) {
                return false
            }
        }
        if isReference(value) { return false }
        switch strength {
        case .sure: return true
        case .likely:
            // A long number counts something.
            return value.count >= 16 && !value.contains(UInt8(ascii: " ")) && value.contains { (0x61...0x7A).contains($0 | 0x20) }
        case .signature: return value.count >= 16 || value.contains(UInt8(ascii: "%"))
        }
    }

    /// Code that names where the secret comes from: `os.environ["X"]`, `args.password`, `getpass()`.
    private static func isReference(_ value: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard let first = value.first, (0x61...0x7A).contains(first | 0x20) else { return false }
        return references.contains { value.starts(with: $0.utf8) }
    }

    private static let references = [
        "os.environ", "os.getenv", "environ[", "environ.", "getenv(", "args.", "self.", "config.", "config[", "cfg.", "settings.",
        "getpass.", "getpass(", "dbutils.secrets", "process.env", "kwargs[", "params[", "secrets.", "secrets[", "get_secret(",
        "keyring.", "Optional[", "Field(",
    ]
}
