"""What search costs a process that starts."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ASK = """
import sys
import django
django.setup()
from search import door
from search.analysis import ask_terms
ask_terms("学习党史")
door.engine()
print(",".join(name for name in ("elasticsearch", "pypdf", "docx") if name in sys.modules))
"""


def test_what_a_site_does_not_use_is_not_loaded(tmp_path):
    """Elasticsearch's client alone would take 0.8 s and 33 MB of every process."""
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        "HONGFAN_HOME": str(tmp_path),
        "HONGFAN_ELASTICSEARCH": "",
    }
    run = subprocess.run([sys.executable, "-c", ASK], env=environ, capture_output=True, text=True)
    assert run.stdout.strip() == "", run.stderr
    assert run.returncode == 0, run.stderr
