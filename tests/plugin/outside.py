"""What tests of plug-ins share: headroom installed into a folder of its own, and modules compiled
from its headers alone, as somebody outside does it."""
import os
import shutil
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
COMPILERS = {".c": [os.environ.get("CC") or "cc", "-std=c11"],
             ".cc": [os.environ.get("CXX") or "c++", "-std=c++17"]}
FLAGS = ["-O2", "-shared", "-fPIC", "-fvisibility=hidden", "-fno-builtin-malloc",
         "-fno-builtin-free", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]


def called(command, **more):
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=280,
                          stdin=subprocess.DEVNULL, **more)


def must(command, **more):
    done = called(command, **more)
    assert done.returncode == 0, f"{command} ends with {done.returncode}: {done.stderr}"
    return done.stdout


class Installation:
    """Headroom under a folder that is removed at the end."""

    def __init__(self, build):
        self.folder = tempfile.mkdtemp(prefix="headroom-plugin-")
        self.prefix = os.path.join(self.folder, "prefix")
        must(["cmake", "--install", build, "--prefix", self.prefix])
        self.program = os.path.join(self.prefix, "bin", "headroom")
        self.image = os.path.join(self.prefix, "libexec", "headroom", "headroom-image")
        self.include = os.path.join(self.prefix, "include")
        # The parts are those that were installed, and nothing of the caller's comes in between.
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith("HEADROOM_")}

    def clean_up(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def compile(self, source, name, *flags):
        """A module of this folder, from a source of the tests or a path; its path."""
        path = self.path(name)
        compiler = COMPILERS[os.path.splitext(source)[1]]
        must([*compiler, *FLAGS, "-I", self.include, *flags, os.path.join(HERE, source),
              "-o", path])
        return path

    def headroom(self, *words, **more):
        return called([self.program, *words], env=self.environment, **more)
