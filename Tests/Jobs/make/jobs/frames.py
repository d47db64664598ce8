import subprocess

for clip in ("intro", "match", "outro"):
    print(f"extracting {clip}", flush=True)
    subprocess.run(["perl", "-e", f"die \"cannot open codec table for {clip}\\n\" if '{clip}' eq 'match'; print \"120 frames\\n\""], check=True)
