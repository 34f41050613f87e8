#!/usr/bin/env bash
# Tries the set-up of `npm start` and `npm test` on a bare Debian that has Node, npm and git only: as a plain user whom
# nobody helped yet, as root, and as a plain user after that. Needs root, debootstrap, a network and some minutes; not part of CI.
#
#   test/rig/bare-debian.sh [trixie|bookworm] [COMMIT]
#
# trixie runs on its own Node. bookworm's is too old, which has to be said; then this machine's Node is laid in /usr/local.
# ROOTS=DIR keeps the bare systems for the next time, MIRROR=URL asks another mirror. The roots get this machine's
# certificates, for those behind a proxy.
set -euo pipefail
suite=${1:-trixie}
commit=${2:-HEAD}
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
roots=${ROOTS:-$(mktemp -d /var/tmp/lobbyd-bare-XXXXXX)}
bare=$roots/$suite-bare
root=$roots/$suite-tried

in_root() { # USER COMMANDS: runs them in the user's home
  local home=/root
  [ "$1" = root ] || home=/home/$1
  ${APART:-} chroot --userspec="$1:$1" "$root" env -i HOME="$home" USER="$1" TERM=dumb LANG=C.UTF-8 NODE_EXTRA_CA_CERTS=/etc/ssl/host.crt \
    npm_config_cafile=/etc/ssl/host.crt PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin bash -c "cd $home || exit 1; $2" 2>&1
}

expect() { # WHAT PATTERN: standard input has to hold it
  local text
  text=$(cat)
  if grep -qE "$2" <<<"$text"; then
    echo "ok      $suite: $1"
  else
    printf 'NOT ok  %s: %s: no "%s" in\n%s\n' "$suite" "$1" "$2" "$(tail -n 40 <<<"$text")"
    exit 1
  fi
}

clean() { umount "$root/dev/pts" "$root/dev/shm" "$root/proc" 2>/dev/null || true; }
trap clean EXIT

mkdir -p "$roots"
if [ ! -d "$bare" ]; then
  debootstrap --variant=minbase "$suite" "$bare.part" ${MIRROR:+"$MIRROR"} >"$roots/$suite.log"
  cp /etc/resolv.conf "$bare.part/etc/resolv.conf"
  install -D -m644 /etc/ssl/certs/ca-certificates.crt "$bare.part/etc/ssl/host.crt"
  chroot "$bare.part" useradd -m teller
  chroot "$bare.part" apt-get update -q >>"$roots/$suite.log"
  chroot "$bare.part" env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends nodejs npm git >>"$roots/$suite.log"
  mv "$bare.part" "$bare"
fi
clean
rm -rf "$root"
cp -a "$bare" "$root"
mount -t proc proc "$root/proc"
# What every Debian has and a bare folder has not: ptys for socat, shared memory for Chromium.
mkdir -p "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o ptmxmode=0666 devpts "$root/dev/pts"
mount -t tmpfs tmpfs "$root/dev/shm"
git clone -q --bare "$project" "$root/srv/lobbyd.git"
git -C "$root/srv/lobbyd.git" branch -f tried "$(git -C "$project" rev-parse "$commit")"
chroot "$root" git config --system safe.directory '*'
clone='rm -rf lobbyd && git clone -q -b tried /srv/lobbyd.git lobbyd && cd lobbyd'

if [ "$suite" = bookworm ]; then
  in_root teller "$clone && npm start; true" | expect 'an old Node is named with the one to take' 'Node ≥ 20\.19 needed, this is 18\.'
  prefix=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")
  install -D "$prefix/bin/node" "$root/usr/local/bin/node"
  mkdir -p "$root/usr/local/lib/node_modules" "$root/usr/local/include"
  cp -a "$prefix/lib/node_modules/npm" "$root/usr/local/lib/node_modules/"
  cp -a "$prefix/include/node" "$root/usr/local/include/"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
fi

for target in start test; do
  in_root teller "$clone && npm run $target; true" |
    expect "a plain user is told what $target needs" "stopped at Debian packages: .*Next: .*apt-get install -y --no-install-recommends .*g\+\+"
done
in_root root "$clone && time node src/setup/setup.mjs start && echo it is set up" | tee "$roots/$suite-root.log" | expect 'root is set up to start' 'it is set up'
in_root root 'cd lobbyd && time node src/setup/setup.mjs start && echo it is set up' | expect 'root is set up twice in less than a second' 'real	0m0\.'
demo='(cd lobbyd && exec npm start -- --port 8097 --quiet) & demo=$!
node -e "const end = Date.now() + 60000; (async () => { for (;;) { try { const page = await fetch(\"http://127.0.0.1:8097/\"); console.log(\"the page answers\", page.status, (await page.text()).match(/<h1>.*/)[0]); return } catch (fault) { if (Date.now() > end) throw fault; await new Promise((next) => setTimeout(next, 500)) } } })()"
kill $demo; wait $demo; echo "the demo ended"'
in_root root "$demo" | tee "$roots/$suite-demo.log" | expect 'npm start serves its page' '^the page answers 200'
in_root root 'cd lobbyd && npm test' | tee "$roots/$suite-test.log" | expect 'root passes the tests' '^lobbyd: [0-9]+ passed, 0 failed'
in_root teller "$clone && npm test" | tee "$roots/$suite-teller.log" | expect 'a plain user passes the tests' '^lobbyd: [0-9]+ passed, 0 failed'
in_root teller 'cd lobbyd && time node src/setup/setup.mjs start && echo it is set up' | expect 'a plain user is set up twice in less than a second' 'real	0m0\.'
APART='unshare --net' in_root teller 'cd lobbyd && node src/setup/setup.mjs test && echo it is set up' | expect 'nothing missing, no network: nothing asked' 'it is set up'
