#!/bin/bash
# An update of an rpm runs this after the new version's install ("$1" is 1 then), of a deb as "upgrade": nothing is to go then.
if [ "$1" = 1 ] || [ "$1" = upgrade ]; then exit 0; fi

profile='/etc/apparmor.d/${executable}'
if [ -f "$profile" ]; then
  if apparmor_status --enabled >/dev/null 2>&1 && ! { [ -x /usr/bin/ischroot ] && /usr/bin/ischroot; }; then
    apparmor_parser --remove "$profile" || true
  fi
  rm -f "$profile"
fi
exit 0
