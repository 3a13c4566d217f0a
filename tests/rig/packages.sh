# SPDX-License-Identifier: GPL-3.0-or-later
# Debian packages by purpose, and how to get them. Sourced by ./run and ./check (POSIX sh).

packages_build='appstream desktop-file-utils gcc gettext libadwaita-1-dev libc6-dev libglib2.0-dev
libglib2.0-dev-bin libgmime-3.0-dev libgnutls28-dev libgsasl-dev libgtk-4-dev libsecret-1-dev
libsoup-3.0-dev libsqlite3-dev libwebkitgtk-6.0-dev libzstd-dev meson ninja-build pkg-config python3
zlib1g-dev'

packages_run='adwaita-icon-theme bubblewrap ca-certificates dbus glib-networking gnome-keyring
librsvg2-common xdg-dbus-proxy'

packages_demo='at-spi2-core dovecot-imapd dovecot-lmtpd dovecot-pop3d dovecot-submissiond
fonts-cantarell fonts-dejavu-core fonts-droid-fallback fonts-noto-color-emoji fonts-noto-core
gir1.2-atspi-2.0 imagemagick openssl python3-gi python3-pyatspi x11-utils xdotool xvfb'

packages_check='clang dbus-daemon iproute2 libclang-rt-dev libsecret-tools librsvg2-bin libxml2-utils locales-all openbox procps
python3-dbusmock python3-oauthlib strace xz-utils'

# packages_missing NAME…: those that are not installed, one a line.
packages_missing () {
  for package in "$@"; do
    case $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) in
      installed) ;;
      *) echo "$package" ;;
    esac
  done
}

as_root () {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# packages_need WHY NAME…: installs what is missing; asks first where somebody can answer.
packages_need () {
  why=$1
  shift
  missing=$(packages_missing "$@")
  [ -z "$missing" ] && return 0
  if ! command -v apt-get >/dev/null; then
    echo "This needs Debian 12 packages, and there is no apt here. Missing:" >&2
    echo "$missing" >&2
    return 1
  fi
  echo "Needed $why, and not here yet:"
  echo "$missing" | fmt -w 76 2>/dev/null | sed 's/^/  /'
  if [ -t 0 ] && [ -t 1 ]; then
    printf 'Install them with apt now? [Y/n] '
    read -r answer
    case $answer in [nN]*) echo 'Nothing was installed.'; return 1 ;; esac
  fi
  case $missing in *dovecot*) keep_dovecot_off ;; esac
  # The lists may be missing, or older than what the mirror still has.
  ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1 || update_packages
  install_packages $missing || { update_packages && install_packages $missing; }
}

# Debian starts a mail server as soon as it is installed. Here only its program is wanted: the tests
# run it on loopback with a configuration of their own.
keep_dovecot_off () {
  [ -n "$(packages_missing dovecot-core)" ] || return 0
  as_root mkdir -p /etc/systemd/system
  for unit in dovecot.service dovecot.socket; do
    [ -e /etc/systemd/system/$unit ] || [ -L /etc/systemd/system/$unit ] \
      || as_root ln -s /dev/null /etc/systemd/system/$unit
  done
  echo 'The Dovecot service itself stays off (systemctl unmask dovecot.service changes that).'
}

update_packages () {
  as_root apt-get -o DPkg::Lock::Timeout=300 update -q
}

install_packages () {
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends "$@"
}

# build_in FOLDER OPTION…: configures (again, if need be) and builds.
build_in () {
  folder=$1
  shift
  if [ -f "$folder/build.ninja" ]; then
    meson configure "$folder" "$@" >/dev/null
  else
    meson setup "$folder" "$root" "$@"
  fi
  ninja -C "$folder" -j "$(nproc)"
}
