import Evidence

extension Pattern {
    /// Credentials were rejected, missing or expired, or rights are lacking.
    static let authFailure = Pattern(
        "auth-failure",
        literals: [
            "ClientAuthenticationError", "CredentialUnavailable", "failed to retrieve a token", "AuthenticationFailed",
            "AuthorizationFailed",
            "AuthorizationPermissionMismatch", "ExpiredToken", "InvalidOrExpired", "not authorized to perform", "401 Client Error",
            "403 Client Error", "AADSTS", "Signature not valid", "Login failed for user", "AccessDenied", "Permission denied",
            "code_expired",
            "invalid_grant", "Access is denied", "Unauthorized", "Forbidden",
        ],
        regex:
            #"(?:ClientAuthenticationError|CredentialUnavailableError|DefaultAzureCredential failed to retrieve a token|AuthenticationFailed|AuthorizationFailed|AuthorizationPermissionMismatch|ExpiredToken|InvalidOrExpiredToken|[Nn]ot authorized to perform this (?:operation|action)|40[13] Client Error|\bAADSTS\d{5,7}|Signature not valid in the specified time frame|Login failed for user|\(AccessDenied\)|\bcode_expired\b|\binvalid_grant\b|\b40[13]:? (?:Unauthorized|Forbidden))"#,
        matches: [
            "azure.core.exceptions.ClientAuthenticationError: AADSTS700082: The refresh token has expired",
            "HttpResponseError: This request is not authorized to perform this operation using this permission. AuthorizationPermissionMismatch",
        ],
        ignores: ["ManagedIdentityCredential skipped", "permissions: read, write"])

    /// Quota, capacity or configuration kept the job from ever getting a node.
    static let submissionRejected = Pattern(
        "submission-rejected",
        literals: [
            "Quota", "quota", "AllocationFailed", "SkuNotAvailable", "could not be allocated", "OutOfCapacity",
            "not ready for runs", "Unable to allocate resources", "ob submission failed", "QOSMax", "srun: fatal", "sbatch: ", "salloc: ",
            "qsub: ", "not submitted", "InsufficientCapacity", "nsufficient capacity", "FailedScheduling",
        ],
        regex:
            #"(?:\b\w+CoreQuota\w*|\bQuota(?:Reached|Exceeded)\b|\w+Quota(?:Reached|Exceeded)\b|[Qq]uota (?:of \d+ )?(?:exceeded|reached|limit|has been reached)|[Qq]uota of \d+ and (?:is less|cannot)|[Qq]uota '[^']{1,60}' exceeded|[Qq]uotaExceeded|\bQUOTA_EXCEEDED\b|(?:exceed|exceeds|exceeding|exceeded|insufficient|not enough)\b.{0,40}\b[Qq]uota\b|[Qq]uota\b.{0,60}\b(?:cannot accom+odate|insufficient|not sufficient|exceed)|\bAllocationFailed\b|SkuNotAvailable|nodes could not be allocated|OutOfCapacity|\b[Ii]nsufficient ?[Cc]apacity\b|\bFailedScheduling\b|is in failed state and thus not ready for runs|Unable to allocate resources:|[Bb]atch job submission failed|\bQOSMax\w+Limit|^(?:srun|sbatch|salloc): fatal: |^(?:sbatch|salloc): error: (?!.*\btask)|^qsub: (?!waiting|job \S+ ready)|\bJob not submitted\b)"#,
        matches: [
            "The specified Azure ML Compute Instance needs 96 vCPU, quota of 0 and cannot accommodate",
            "sbatch: error: Batch job submission failed: Invalid partition",
            "Operation could not be completed as it results in exceeding approved standardNCFamily Cores quota.",
            "status code JobNodeCountExceedsCoreQuota", "The subscription has a vCPU quota of 2 and is less than the 4 asked for",
            "container group quota 'StandardCores' exceeded in region 'westus2'", "\"code\": \"ContainerGroupQuotaReached\"",
            "srun: fatal: No command given to execute.", "qsub: Unknown queue", "Request aborted by esub. Job not submitted.",
            "0/3 nodes are available: FailedScheduling", "InsufficientCapacity in this zone",
        ],
        ignores: [
            "quota check passed", "disk quota: 40 of 100 GB used", "srun: error: gpu01: task 0: Killed", "quota of 12 samples per class",
            "qsub: waiting for job 12.server to start", "sbatch: error: node01: task 3 exited",
        ])

    /// An image could not be built or pulled, an environment not made, a container not started.
    static let environmentFailed = Pattern(
        "environment-failed",
        literals: [
            "image build", "Image build", "Error response from daemon", "OCI runtime", "exec format error", "executable file not found",
            "Failed to pull", "ImagePullBackOff", "ErrImagePull", "Solving environment: failed", "ResolvePackageNotFound",
            "No matching distribution",
            "PackagesNotFoundError", "Environment build", "CondaEnvException", "timed out after", "pip failed", "Worker failed to boot",
            "EnvironmentBuild", "Failed building the", "ailed to build", "ImageBuildFail",
        ],
        regex:
            #"(?:[Ii]mage build failed|docker: Error response from daemon|OCI runtime create failed|exec format error|executable file not found in \$PATH|Failed to pull (?:Docker )?image|ImagePullBackOff|ErrImagePull|Solving environment: failed(?! with (?:initial frozen|current_repodata|repodata))|ResolvePackageNotFound|No matching distribution found for|PackagesNotFoundError|[Ee]nvironment build (?:failed|timed out)|\bEnvironmentBuildFail(?:ed|ure)\b|Failed building the [Ee]nvironment|\bImageBuildFail(?:ed|ure)\b|[Ff]ailed to build (?:the )?(?:docker )?image\b|CondaEnvException|\bRun ID: \w+ timed out after|Worker failed to boot)"#,
        matches: [
            "ERROR: No matching distribution found for lightgmb==4.1", "Run ID: ca1 timed out after 1h30m0s",
            "Failed to pull Docker image acr.example/img:1", "  \"code\": \"EnvironmentBuildFailed\",",
            "Failed building the Environment. See the log.", "ImageBuildFailure: step 4 of 9", "failed to build image train:7",
        ],
        ignores: ["image building takes a while", "Solving environment: failed with initial frozen solve. Retrying with flexible solve."])
}
