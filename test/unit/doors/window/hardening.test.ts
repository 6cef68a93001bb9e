import { expect, it } from 'vitest';
import { refusedSwitch, refusedVariable } from '../../../../electron/doors/window/hardening.ts';

it.each([
  '--remote-debugging-port=9222',
  '--remote-debugging-pipe',
  '--no-sandbox',
  '--password-store=basic',
  '--inspect',
  '--inspect-brk=0',
])('a release does not start with %s', (arg) => {
  expect(refusedSwitch(['keybearer', arg])).toBe(arg);
});

it('a release starts with its own options', () => {
  expect(refusedSwitch(['keybearer', '--data', '/somewhere', '--password-store=gnome-libsecret'])).toBeUndefined();
});

it.each(['NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_EXTRA_CA_CERTS'])('a release does not start with %s set', (name) => {
  expect(refusedVariable({ [name]: '0' })).toBe(name);
  expect(refusedVariable({ [name]: '' })).toBeUndefined();
});
