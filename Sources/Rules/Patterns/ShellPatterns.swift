import Evidence

extension Pattern {
    /// A shell did not find a command: `sh: 1: azcopy: not found`.
    static let commandNotFound = Pattern(
        "command-not-found", literals: ["not found", "No such file or directory", "not recognized as an internal"],
        regex:
            #"^(?:(?:\S*\b(?:ba|da|z|k|a)?sh|\S+\.(?:sh|bash)|-bash)(?:\[\d+\])?: (?:(?:line )?\d+: )?(?:eval: )?(?<tool>[^\s:'"]+)(?:: command not found|: not found)|zsh:(?:\d+:)? command not found: (?<zsh>\S+)|(?:\S*/)?env: [‘'"]?(?<env>[^’'":\s]+)[’'"]?: No such file or directory|'(?<cmd>[^']+)' is not recognized as an internal or external command.*)$"#,
        captures: ["tool", "zsh", "env", "cmd"],
        matches: [
            "/bin/bash: line 1: Rscript: command not found", "sh: 1: azcopy: not found", "run.sh: line 18: jq: command not found",
            "zsh: command not found: conda", "/usr/bin/env: ‘python’: No such file or directory",
            "'make' is not recognized as an internal or external command,",
        ],
        ignores: [
            "dataset sales: not found in cache, downloading", "bash: line 3: warning: setlocale: LC_ALL: cannot change locale",
            "model.sh was not found", "env: production",
        ])

    /// A shell or a tool it started could not do what the command line asked for.
    static let commandRefused = Pattern(
        "command-refused",
        literals: [
            "Permission denied", "No such file", "annot execute", "yntax error", "unexpected EOF", "unbound variable", "bad substitution",
            "can't open file", "annot stat", "*** ", "Is a directory", "No module named", "ot a directory",
        ],
        regex:
            #"^(?:(?:\S*\b(?:ba|da|z|k|a)?sh|\S+\.(?:sh|bash)): (?:(?:line )?\d+: )?\S.*(?:Permission denied|No such file or directory|cannot execute[^:]*(?:: .*)?|[Ss]yntax error.*|unexpected EOF.*|unbound variable|[Bb]ad substitution|Is a directory|Not a directory)|\S*python[\d.]*: (?:can't open file .+|No module named \S+|can't find '__main__' module in .+)|(?:cp|mv|ln|tar|unzip|gunzip|chmod|touch|mkdir|cat): .*(?:No such file or directory|Permission denied|[Cc]annot stat .+|Not a directory)|make(?:\[\d+\])?: \*\*\* .+)$"#,
        matches: [
            "/bin/bash: ./run.sh: Permission denied", "bash: line 0: cd: src: No such file or directory",
            "python: can't open file '/mnt/wd/trian.py': [Errno 2] No such file or directory",
            "/bin/sh: 1: Syntax error: \"(\" unexpected", "cp: cannot stat 'model/a.bin': No such file or directory",
            "/usr/bin/python3: No module named torch.distributed.run", "make: *** [Makefile:12: all] Error 2",
            "./go.sh: line 3: DATA: unbound variable",
        ],
        ignores: [
            "FileNotFoundError: [Errno 2] No such file or directory: 'a.csv'", "python: 3.9.12", "make: Entering directory '/src'",
            "cat: 3 breeds in the set",
        ])

    /// A message that only proves that a thread is alive: it ends no silence.
    static let heartbeat = Pattern(
        "heartbeat",
        literals: [
            "ime to expire", "runstatus is", "efresh", "EFRESH", "enew", "ENEW", "eartbeat", "eart beat", "till ", "tilization",
            "tilisation", "util:", "usage",
            "eep-alive", "eepalive", "live", "aiting for", "lapsed",
        ],
        regex:
            #"(?i)(?:\btime to expire\b.{0,40}\bseconds?\b|\brunstatus is (?:running|queued|preparing)\b|\b(?:refresh(?:ing|ed)?|renew(?:ing|ed)?) (?:\w+ ){0,3}token|\btoken (?:was )?(?:refreshed|renewed)\b|\bheart ?beat\b|\bstill (?:running|waiting|alive|training|working|in progress|busy)\b|\b(?:gpu|cpu|memory|mem|ram)[\w ]{0,20}(?:util(?:i[sz]ation)?|usage)\b\W{0,4}\d|\bkeep-?alive\b|\b(?:process|worker|thread) (?:\S+ )?is alive\b)"#,
        matches: [
            "Time to expire 863.2 seconds", "Job is running, job runstatus is Running", "refreshing access token", "token refreshed",
            "heartbeat 12 ok", "still waiting (120 s)", "GPU utilization: 0%", "cpu usage 3%", "sent keep-alive", "worker 3 is alive",
        ],
        ignores: ["tokenizing shard 3", "loss still falling: 0.3", "the usage of this script", "olive oil dataset loaded"])
}
