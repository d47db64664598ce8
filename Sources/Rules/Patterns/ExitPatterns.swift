import Evidence

extension Pattern {
    /// The common runtime's execution wrapper names the exit code of the user's process.
    static let wrapperExitCode = Pattern(
        "wrapper-exit-code", literals: ["exit_code="], regex: #"\bexit_code=(?<code>-?\d+)\b"#, captures: ["code"],
        matches: ["Gathered execution result for rank 0 process_rank=0 exit_code=137 stderr_path=Some(\"user_logs/std_log.txt\")"],
        ignores: ["expected_exit_codes=[0]"])

    /// The v1 wrapper's last word on the process (two spaces before the code).
    static let driverExitCode = Pattern(
        "driver-exit-code", literals: ["Process Exiting with Code:"], regex: #"Process Exiting with Code:\s+(?<code>-?\d+)"#,
        captures: ["code"], matches: ["Process Exiting with Code:  1"], ignores: ["Process Exiting with Code: unknown"])

    /// The v1 control script's report on a command job.
    static let commandReturnCode = Pattern(
        "command-return-code", literals: ["Command finished with return code"],
        regex: #"Command finished with return code (?<code>-?\d+)"#, captures: ["code"],
        matches: ["Command finished with return code 0"], ignores: ["Command finished with return code"])

    /// `exited with status code 1`, `failed with exit code: 3`, `returned non-zero exit status 2` and their kin.
    static let statedExitCode = Pattern(
        "stated-exit-code",
        literals: ["status code", "exit code", "exit status", "Exit code", "exitcode", "Exited with exit"],
        regex:
            #"(?:exited with (?:status |exit )?code|failed with exit code|non-zero exit status|[Ee]xit(?:ed with)? ?code|exit status|failed \(exitcode)\s?[:=]?\s*(?<code>-?\d+)\b"#,
        captures: ["code"],
        matches: [
            "Execution failed. User process 'python' exited with status code 137",
            "The experiment failed with exit code: 1. Finalizing run...",
            "subprocess.CalledProcessError: Command '['make']' returned non-zero exit status 2.",
            "E failed (exitcode: -9) local_rank: 3 (pid: 4123) of binary: /usr/bin/python",
        ],
        ignores: ["HTTP status code: none", "the exit codes are documented below"])

    /// What bash prints of a child that a signal ended, or the bare word.
    static let shellSignal = Pattern(
        "shell-signal",
        literals: [
            "Killed", "Terminated", "Aborted", "Segmentation fault", "Bus error", "Illegal instruction", "Floating point exception",
            "segmentation fault", "killed  ", "bus error",
        ],
        regex:
            #"^(?:(?:[^:\s]{1,200}: line \d+: +(?<pid>\d+) |zsh: |\[\d+\]\s*[+-]?\s*\d+ )(?<what>Killed|Terminated|Aborted|Segmentation fault|Bus error|Illegal instruction|Floating point exception|segmentation fault|killed|terminated|abort|bus error)(?: ?\(core dumped\))?(?<command>\s+\S.*)?|(?<bare>Killed|Terminated|Aborted|Segmentation fault|Bus error|Illegal instruction|Floating point exception)(?: ?\(core dumped\))?)$"#,
        captures: ["what", "bare", "pid", "command"],
        matches: [
            "run.sh: line 18: 3531848 Killed                  python train.py", "Killed", "Segmentation fault (core dumped)",
            "zsh: segmentation fault  python main.py",
        ],
        ignores: ["Killed workers: 0", "Terminated early: no improvement", "3 processes Killed by the supervisor"])

    /// argparse, click, typer, fire, absl or hydra refused the command line.
    static let usage = Pattern(
        "usage",
        literals: [
            "error: the following", "error: argument", "error: unrecognized", "error: ambiguous", "error: invalid choice", "Error: No such",
            "Error: Missing", "Error: Invalid value", "Error: Got unexpected", "Missing option", "Missing argument", "No such option",
            "Invalid value for", "unexpected extra argument", "received no value for", "Could not consume arg", "Flags parsing error",
            "Could not override '", "': Could not find '", "Error merging override", "No such command",
        ],
        regex:
            #"(?:: error: (?:the following arguments are required|argument |unrecognized arguments|ambiguous option|invalid choice)|^Error: (?:No such (?:option|command)|Missing (?:option|argument|parameter)|Invalid value|Got unexpected extra argument)|^│ (?:Missing (?:option|argument)|No such (?:option|command)|Invalid value for|Got unexpected extra argument)|^ERROR: (?:The function received no value for|Could not consume arg)|Flags parsing error:|^Could not override '|^In '[^']+': Could not find '|^Error merging override )"#,
        matches: [
            "train.py: error: the following arguments are required: --data", "Error: Missing option '--data'.",
            "│ Missing option '--data'.   │", "ERROR: The function received no value for the required argument: data",
            "FATAL Flags parsing error:", "Could not override 'model.lr'.", "In 'config': Could not find 'model/resnt'",
            "Error merging override model.lr=x",
        ],
        ignores: ["usage: train.py [-h]", "an Invalid value for the seed is replaced by 0", "Missing option values take their defaults"])

    static let exits: [Pattern] = [
        wrapperExitCode, driverExitCode, commandReturnCode, statedExitCode, shellSignal,
    ]
}
