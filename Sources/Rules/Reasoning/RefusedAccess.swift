import Evidence

/// Exceptions by which a service, a database or a store refuses the identity that asks.
enum RefusedAccess {
    /// Whether type or message say so.
    static func isRefusal(_ block: TracebackBlock) -> Bool {
        let type = block.shortType
        if types.contains(type) { return true }
        // A file of the node itself is no matter of identities: `[Errno 13]` has its own words.
        if type == "PermissionError" { return false }
        return signs.contains { block.message.contains($0) }
    }

    private static let types: Set<String> = [
        "ClientAuthenticationError", "CredentialUnavailableError", "AuthenticationException", "AdalError", "MsalError",
        "NoCredentialsError",
        "PartialCredentialsError", "DefaultCredentialsError", "RefreshError", "Unauthenticated", "PermissionDenied", "GatedRepoError",
        "SaslAuthenticationFailedError", "TopicAuthorizationFailedError", "GroupAuthorizationFailedError",
        "AuthenticationError", "TokenExpiredError", "UnauthorizedSSOTokenError", "CredentialRetrievalError",
    ]

    private static let signs = [
        "AuthenticationFailed", "AuthorizationFailed", "AuthorizationPermissionMismatch", "AuthorizationFailure", "ExpiredToken",
        "not authorized to perform", "401 Client Error", "403 Client Error", "AADSTS", "Signature not valid", "Login failed for user",
        "AccessDenied", "Access Denied", "code_expired", "invalid_grant", "Status: 403", "Status: 401", "Status code: 401",
        "Status code: 403", "(Forbidden)", "(Unauthorized)", "(403) when calling", "(401) when calling", "InvalidAccessKeyId",
        "SignatureDoesNotMatch", "StatusCode.UNAUTHENTICATED", "StatusCode.PERMISSION_DENIED", "password authentication failed",
        "Access denied for user", "no pg_hba.conf entry", "Incorrect username or password", "is not allowed to access the server",
        "does not have secrets get permission", "does not have authorization to perform action", "Permission denied (publickey",
        "could not read Username for", "gated repo", "Invalid user token", "api_key not configured", "token has expired",
        "Token is expired",
        "KeyBasedAuthenticationNotPermitted", "PublicAccessNotPermitted", "InvalidAuthenticationToken", "Caller is not authorized",
    ]
}
