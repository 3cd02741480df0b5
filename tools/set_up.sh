#!/bin/sh
# Install what LOCK names into .venv and put `zoufang` there; then touch STAMP. Usage: set_up.sh LOCK STAMP
# Needs Python 3.11 or newer. Where Debian's python3-venv is missing, root gets it from the system's packages.
set -eu
lock=$1 stamp=$2

say() { printf '%s\n' "$*" >&2; }

fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

python=
for candidate in "${PYTHON:-python3}" python3 python3.13 python3.12 python3.11; do
  if command -v "$candidate" >/dev/null 2>&1 && fits "$candidate"; then python=$candidate; break; fi
done
if [ -z "$python" ]; then
  say "需要 Python 3.11 或更新的版本;Debian/Ubuntu: apt install python3 python3-venv,或用 PYTHON=… 指明。"
  say "Python 3.11 or newer is needed; on Debian/Ubuntu: apt install python3 python3-venv, or say PYTHON=…"
  exit 1
fi

if ! .venv/bin/python -m pip --version >/dev/null 2>&1 && ! .venv/bin/uv --version >/dev/null 2>&1; then
  if ! "$python" -c 'import ensurepip' >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
      say "安装 python3-venv / installing python3-venv"
      apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
    else
      say "缺少 python3-venv,请先运行: sudo apt install python3-venv"
      say "python3-venv is missing; run first: sudo apt install python3-venv"
      exit 1
    fi
  fi
  say "建立 .venv / making .venv"
  rm -rf .venv
  "$python" -m venv .venv
fi

if ! .venv/bin/uv --version >/dev/null 2>&1; then
  .venv/bin/python -m pip install -q --disable-pip-version-check uv
fi
say "安装 $lock / installing $lock"
export VIRTUAL_ENV="$PWD/.venv"
.venv/bin/uv pip install -q --python .venv/bin/python --compile-bytecode --require-hashes -r "$lock"
.venv/bin/uv pip install -q --python .venv/bin/python --no-deps --build-constraints requirements-dev.lock -e .
touch "$stamp"
# What the tests need holds what the demo needs.
case $stamp in *-dev) touch .venv/.installed ;; esac
