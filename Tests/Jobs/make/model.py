"""One job of the plan."""
from dataclasses import dataclass, field


@dataclass
class Job:
    name: str
    #: What happens, in one sentence.
    what: str
    #: Run by bash in the working folder; $OUT/NAME is the declared output NAME, $PORT_KIND a server's port.
    command: str
    files: list = field(default_factory=list)
    #: Seconds after which it is killed, and the run counts as canceled.
    limit: float = 120
    servers: list = field(default_factory=list)
    env: dict = field(default_factory=dict)
    memory_mb: int = 0
    cgroup_mb: int = 0
    small_disk_kb: int = 0
    outputs: list = field(default_factory=list)

    # How it is exported.
    layout: str = "v2"  # v2, v1, bare (one loose log)
    status: str = ""  # of the run history; "" follows from the exit code
    history: bool = True
    wrapper: bool = True
    snapshot: bool = False
    listing: bool = False
    gzip: bool = False
    crlf: bool = False
    #: Real seconds count as this many of the export's.
    stretch: float = 20
    #: Keep only the first so many bytes of the log.
    keep: int = 0
    #: The process is said never to have ended: no exit code anywhere.
    unended: bool = False
    #: The run's record has an error object.
    error: bool = True
    #: More files: relative path to text, in which {run}, {hex}, {t:SECONDS} (time from the start of the process) stand for the run's own.
    more: dict = field(default_factory=dict)
    limit_seconds: int = 0

    # What must be said; written down before the analyzer saw the log.
    healthy: bool = False
    verdict: list = field(default_factory=list)
    category: str = ""
    also: list = field(default_factory=list)
    rules: list = field(default_factory=list)
    #: (text, "first" | "last"[, file]) of the lines of which one must be cited.
    root: list = field(default_factory=list)
    exception: list = field(default_factory=list)
