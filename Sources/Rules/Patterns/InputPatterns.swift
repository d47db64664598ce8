import Evidence

extension Pattern {
    /// Data that a run asked for were not there.
    static let missingInput = Pattern(
        "missing-input",
        literals: [
            "StreamAccess", "Found no resources", "annot mount", "DatasetMount", "StreamError", "requested stream", "BlobNotFound",
            "ContainerNotFound", "specified blob does", "specified container does", "PathNotFound", "FilesystemNotFound", "NoSuchKey",
            "NoSuchBucket", "DataAccessError",
        ],
        regex:
            #"(?:ScriptExecution\.StreamAccess\.NotFound|StreamAccessException was caused by NotFoundException|Found no resources for the input provided: '(?<url>[^']+)'|Cannot mount [Dd]ataset|DatasetMountValidationException|StreamError\(NotFound\)|DataAccessError\(NotFound|The requested stream was not found|\b(?:Blob|Container|Path|Filesystem)NotFound\b|The specified (?:blob|container) does not exist|\bNoSuch(?:Key|Bucket)\b)"#,
        captures: ["url"],
        matches: [
            "Found no resources for the input provided: 'https://a.blob.core.windows.net/c/output_56bbf1b6'",
            "Error Code: ScriptExecution.StreamAccess.NotFound", "StreamAccessException was caused by NotFoundException.",
            "Message: Cannot mount Dataset(id='1', name='None', version=None).", "DatasetMountValidationException:",
            "rslex failed: StreamError(NotFound)", "DataAccessError(NotFound { path: \"churn/2026\" })",
            "The requested stream was not found. Please make sure the request uri is correct.", "ErrorCode:BlobNotFound",
            "ErrorCode:ContainerNotFound", "ErrorCode:PathNotFound", "ErrorCode:FilesystemNotFound", "The specified blob does not exist.",
            "The specified container does not exist.", "An error occurred (NoSuchKey) when calling the GetObject operation",
            "An error occurred (NoSuchBucket) when calling the ListObjects operation",
        ],
        ignores: ["Found no resources to optimise", "PathNotFoundError is ignored by the cache", "except BlobNotFoundError:"])

    /// Storage could not be mounted on the node.
    static let mountFailed = Pattern(
        "mount-failed",
        literals: ["mount", "Mount", "blobfuse"],
        regex:
            #"(?:\bBFSMountError\b|\bUnable to mount\b|\bMountVolume\.\w+ failed for volume|\bUnable to (?:start|run) blobfuse|\bUnable to attach or mount volumes|\bFailed to (?:mount|start mount)\b|\bmount(?:\.\w+)?: .{0,80}(?:failed|wrong fs type|permission denied|[Nn]o such)|\bmount error\(\d+\)|\b[Mm]ount(?:ing)? (?:of .{1,80} )?failed\b)"#,
        matches: [
            "BFSMountError: mount helper ended with 1", "Unable to mount the file share",
            "MountVolume.SetUp failed for volume \"pv-7\" : rpc error",
            "Unable to start blobfuse due to authentication", "Unable to attach or mount volumes: unmounted volumes=[data]",
            "Failed to mount datastore churn at /mnt/churn", "mount.nfs: access denied, mount failed", "mount error(13): Permission denied",
            "Mount failed with error: exit status 255", "Mounting of churn failed",
        ],
        ignores: ["Mounting job level file systems", "mounted 3 volumes", "the amount failed to converge", "mount succeeded"])

    static let inputs: [Pattern] = [missingInput, mountFailed]
}
