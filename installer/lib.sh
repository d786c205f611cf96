# shellcheck shell=bash
# Shared by run, test and check: what this machine lacks is found, then installed or named. Everything said goes to stderr.

# One environment for each list of libraries: while a newer one comes, nobody's is half of each.
VENV=$here/.venvs/$(sha256sum <"$here/installer/requirements-run.txt" | head -c 12)

RUN_PACKAGES=(
  ca-certificates python3 python3-venv
  libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 # Qt without a screen
  libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-render0
  libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1 libxkbcommon-x11-0 libx11-xcb1 # with X
  libwayland-client0 libwayland-cursor0 libwayland-egl1 # with Wayland
  libcups2 libpulse0 libxrandr2 fonts-dejavu-core       # printing, sound and camera, the letters of Qt's own dialogs
)
TEST_PACKAGES=(
  xvfb xauth xdotool x11-xkb-utils postgresql poppler-utils cups-daemon cups-client
  strace git
  at-spi2-core dbus dbus-x11 python3-pyatspi # the window through the tree of a screen reader
)

say() { printf '%s\n' "$@" >&2; }

stop() {
  say "$@"
  exit 4 # something outside is away, as the program itself says it
}

# prepare run|check|test: nothing but a look at the stamp when the same was prepared before.
prepare() {
  local kind=$1 packages=("${RUN_PACKAGES[@]}") locks=("$here/installer/requirements-run.txt")
  [ "$kind" = run ] || locks+=("$here/installer/requirements-test.txt")
  [ "$kind" != test ] || packages+=("${TEST_PACKAGES[@]}")
  local stamp=$VENV/.prepared-$kind wanted
  wanted="${packages[*]} $(cat "${locks[@]}" | sha256sum)"
  if prepared; then return; fi
  (
    if command -v flock >/dev/null; then flock 9; fi # two first starts at once: the second waits, and finds it done
    if prepared; then exit; fi
    need_packages "${packages[@]}"
    need_environment "${locks[@]}"
    printf '%s\n' "$wanted $(readlink -f "$VENV/bin/python")" 2>/dev/null >"$stamp" ||
      stop "Someone else set this checkout up. / Эту папку готовил другой пользователь: $VENV"
    say "Ready. / Готово."
  ) 9<"$here"
}

prepared() { # uses stamp and wanted of prepare; a Python that was replaced makes the environment stale
  [ -x "$VENV/bin/python" ] && [ -f "$stamp" ] && [ "$(<"$stamp")" = "$wanted $(readlink -f "$VENV/bin/python")" ]
}

need_packages() {
  local missing=() name have
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "Not a Debian: the system packages were not checked. / Не Debian: системные пакеты не проверены."
    return
  fi
  # shellcheck disable=SC2016
  have=" $(dpkg-query -W -f='${db:Status-Status}:${Package} ' "$@" 2>/dev/null || true)"
  for name in "$@"; do
    [[ $have == *" installed:$name "* ]] || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  local root=()
  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null || { ! sudo -n true 2>/dev/null && { [ ! -t 0 ] || [ -n "${CI:-}" ]; }; }; then
      stop "Ask your administrator to install: / Попросите администратора установить:" \
        "  apt-get install --no-install-recommends ${missing[*]}"
    fi
    root=(sudo)
  fi
  say "Installing ${#missing[@]} system packages / Устанавливаются системные пакеты: ${missing[*]}"
  "${root[@]}" apt-get -qq update >&2 || say "The list of packages was not renewed. / Список пакетов не обновлён."
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0 -o Acquire::Retries=3 \
    install --no-install-recommends "${missing[@]}" </dev/null >&2 ||
    stop "Could not install / Не удалось установить: ${missing[*]}"
}

need_environment() {
  local python='' one lock
  for one in /usr/bin/python3 python3 python3.11; do
    if "$one" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      python=$one
      break
    fi
  done
  [ -n "$python" ] || stop "Python 3.11 or newer with venv is needed. / Нужен Python 3.11 или новее с venv."
  if [ -e "$VENV.half" ] || ! "$VENV/bin/python" -m pip --version >/dev/null 2>&1; then
    mkdir -p "${VENV%/*}" && : >"$VENV.half" && "$python" -m venv --clear "$VENV" >&2 ||
      stop "Could not make / Не удалось создать: $VENV"
  fi
  : >"$VENV.half" # cut off from here on, it is made anew: pip believes a library that it only began with
  say "Installing libraries, a few minutes / Устанавливаются библиотеки, несколько минут …"
  local requirements=()
  for lock in "$@"; do requirements+=(--requirement "$lock"); done
  # The lock is complete, so nothing is resolved: --no-deps; a file that differs from its hash is refused.
  "$VENV/bin/python" -m pip install --quiet --no-input --disable-pip-version-check --progress-bar off --retries 5 \
    --require-hashes --no-deps --only-binary :all: "${requirements[@]}" </dev/null >&2 ||
    stop "The libraries did not come. Network? / Библиотеки не загрузились. Есть ли сеть?"
  sync -f "$VENV" && rm "$VENV.half"
}
