# shellcheck shell=bash
# Finds a JDK and Maven, or installs them on Debian. Sourced by ./sessionwatch and ./test.

least_java=17

say() { printf '%s: %s\n' "${program:?}" "$*" >&2; }
fail() {
  say "$@"
  exit 6
}

# Prints the feature version (17, 21…) of the Java in a home directory; nothing when there is none.
java_version() {
  [ -x "$1/bin/java" ] || return 0
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' "$1/release"
  else
    "$1/bin/java" -version 2>&1 | sed -n 's/.*version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' | head -n 1
  fi
}

# Sets JAVA_HOME to a Java that is new enough and, if told "jdk", can compile. Looks at JAVA_HOME, then at the
# java of PATH, then where Debian puts them.
find_java() {
  local candidate version on_path
  on_path=$(command -v java || true)
  [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/*; do
    [ -n "$candidate" ] || continue
    version=$(java_version "$candidate")
    [ "${version:-0}" -ge "$least_java" ] || continue
    [ "${1:-}" != jdk ] || [ -x "$candidate/bin/javac" ] || continue
    export JAVA_HOME=$candidate
    return 0
  done
  return 1
}

on_debian() { [ -e /etc/debian_version ] && command -v apt-get >/dev/null; }

# Runs a command as root: itself, or through sudo, which asks for the password only on a terminal.
as_root() {
  if [ "$EUID" -eq 0 ]; then
    "$@"
  elif [ -t 0 ]; then
    sudo "$@"
  else
    sudo -n "$@"
  fi
}

may_be_root() { [ "$EUID" -eq 0 ] || { command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; }; }

# Prints the first of the packages that this Debian has.
first_known() {
  local package
  for package in "$@"; do
    if [ -n "$(apt-cache show --no-all-versions "$package" 2>/dev/null)" ]; then
      echo "$package"
      return 0
    fi
  done
  return 1
}

# Installs packages by apt, without questions and without what they merely recommend. Package lists that have aged
# name files that the mirror no longer has, so a failure is tried once more with fresh lists.
apt_install() {
  local log
  log=$(mktemp)
  install_once() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >"$log" 2>&1
  }
  if ! install_once "$@" && ! { as_root apt-get update -q >"$log" 2>&1 && install_once "$@"; }; then
    tail -n 15 "$log" >&2
    fail "apt could not install $*; the whole output is in $log"
  fi
  rm -f "$log"
}

# Makes sure of a JDK and Maven.
need_build_tools() {
  local missing=() jdk
  find_java jdk || missing+=("a JDK, version $least_java or newer")
  command -v mvn >/dev/null || missing+=("Maven")
  [ "${#missing[@]}" -gt 0 ] || return 0
  local list
  printf -v list '%s and ' "${missing[@]}"
  list=${list% and }
  if ! on_debian; then
    fail "needs $list; install it with your system's package manager (on Fedora: java-17-openjdk-devel and maven), then run this again"
  fi
  if ! may_be_root; then
    fail "needs $list; as root: apt-get install openjdk-17-jdk-headless maven (then run this again)"
  fi
  jdk=$(first_known openjdk-17-jdk-headless openjdk-21-jdk-headless default-jdk-headless) || {
    say "the package lists are missing: apt-get update"
    as_root apt-get update -q >/dev/null || fail "apt-get update failed"
    jdk=$(first_known openjdk-17-jdk-headless openjdk-21-jdk-headless default-jdk-headless) ||
      fail "this Debian has no JDK $least_java or newer; install one by hand and set JAVA_HOME"
  }
  local packages=()
  find_java jdk || packages+=("$jdk")
  command -v mvn >/dev/null || packages+=(maven)
  say "needs $list: installing by apt ${packages[*]}"
  apt_install "${packages[@]}"
  find_java jdk || fail "$jdk is installed, but no JDK $least_java or newer was found; set JAVA_HOME"
}
