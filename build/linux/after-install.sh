#!/bin/bash
# After electron-builder's own, but for /usr/bin/keybearer: that is a file of the package, and the terminal, not the window.

# Where the kernel lets users have namespaces of their own, Chromium's sandbox needs no setuid helper.
if { [[ -L /proc/self/ns/user ]] && unshare --user true 2>/dev/null; }; then
  chmod 0755 '/opt/${sanitizedProductName}/chrome-sandbox' || true
else
  chmod 4755 '/opt/${sanitizedProductName}/chrome-sandbox' || true
fi

if hash update-desktop-database 2>/dev/null; then
  update-desktop-database /usr/share/applications || true
fi

# Ubuntu 24.04 and later give namespaces only to programs with a profile. Older AppArmors can't read it and need none.
if apparmor_status --enabled >/dev/null 2>&1; then
  source='/opt/${sanitizedProductName}/resources/apparmor-profile'
  target='/etc/apparmor.d/${executable}'
  if apparmor_parser --skip-kernel-load --debug "$source" >/dev/null 2>&1; then
    cp -f "$source" "$target"
    if ! { [ -x /usr/bin/ischroot ] && /usr/bin/ischroot; }; then
      apparmor_parser --replace --write-cache --skip-read-cache "$target" || true
    fi
  fi
fi
exit 0
