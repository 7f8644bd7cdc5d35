"""What `quaywarden check --json` says of a request as dockerd showed it."""
import json
import subprocess


class Check:
    def __init__(self, program):
        self.program = program

    def __call__(self, envelope, policy):
        done = subprocess.run([self.program, "check", "--json", "--policy", policy, "-"], input=envelope,
                              capture_output=True, check=False, timeout=60)
        if done.returncode not in (0, 1):
            raise RuntimeError(f"check ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
        return json.loads(done.stdout)
