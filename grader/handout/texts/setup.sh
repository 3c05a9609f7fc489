#!/usr/bin/env bash
# Gradescope runs this once, as root and with a network, when the image of an assignment is built.
set -euo pipefail
cd "$(dirname "$0")"
export DEBIAN_FRONTEND=noninteractive
export PIP_ROOT_USER_ACTION=ignore

if [ -z "${KATA_REHEARSAL:-}" ]; then
    apt-get update
    apt-get install -y --no-install-recommends bubblewrap ca-certificates python3-pip python3-venv
fi

# The kata needs Python 3.11 or later, and the image may have an older one. Workers are users of
# their own, who must be able to read Python: it may not lie in /root.
newest() {
    for each in python3.14 python3.13 python3.12 python3.11 python3; do
        if command -v "$each" > /dev/null &&
            "$each" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then
            command -v "$each"
            return
        fi
    done
}
python=$(newest)
if [ -z "$python" ]; then
    python3 -m venv /opt/uv
    /opt/uv/bin/pip install --quiet uv
    export UV_PYTHON_INSTALL_DIR=/opt/python
    /opt/uv/bin/uv python install 3.13
    python=$(/opt/uv/bin/uv python find 3.13)
fi

"$python" -m venv tools
tools/bin/pip install --quiet "nox>=2025.2.9"
tools/bin/nox -s report -- --help > /dev/null # makes the environment
