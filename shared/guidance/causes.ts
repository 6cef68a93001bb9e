/** Every cause that a refusal can have, in words: what it is, and the check that settles it. */

export const causes = {
  'code-missing': {
    text: 'The key likely has 2FA on at the exchange, and the call carried no code. With 2FA on, every private call needs one.',
    check:
      "Look whether 2FA is on for this key in the exchange's security settings, then give Keybearer its set-up key or password.",
  },
  'code-wrong': {
    text: 'The code was likely wrong: the second factor kept here is not the one that the exchange has for this key.',
    check:
      'Compare a code shown by "keybearer code KEY" with your authenticator app. If they differ, set 2FA up again and enter the new set-up key here.',
  },
  'code-used-up': {
    text: 'The code was likely used before: a call of this key had carried the same one within its 30 seconds, and the exchange takes each code once.',
    check:
      'Run "keybearer key test KEY --reuse". If codes work once, Keybearer makes one call a step; a fixed password as second factor, or more keys, are faster.',
  },
  'clock-off': {
    text: 'A clock is likely off, so that the code or the nonce was made for another moment.',
    check: 'Set the clock of this computer by the network, and look at the clock offset in "keybearer status".',
  },
  'code-sent-without-2fa': {
    text: 'A code was likely sent for a key that has 2FA off. Such a key must not send one.',
    check:
      "Look whether 2FA is on for this key in the exchange's security settings. If it is off, set this key to no 2FA here.",
  },
  'secret-mistyped': {
    text: 'The private key was likely pasted wrong: cut off, with a blank in it, or from another key.',
    check:
      'Copy the private key again, whole; it is base64 and mostly ends in "==". If the exchange no longer shows it, make a new key.',
  },
  'key-mistyped': {
    text: 'The API key was likely pasted wrong, or the key and the private key belong to different pairs.',
    check: 'Compare the first and last characters of the API key with the list of keys at the exchange.',
  },
  'key-deleted': {
    text: 'The key was likely deleted at the exchange, or has expired.',
    check: 'Look for the key in the list of API keys at the exchange, and at its expiry date.',
  },
  'address-not-allowed': {
    text: 'The key is likely bound to other IP addresses than the one that this computer has now.',
    check: "Compare the key's IP allow-list at the exchange with your public address of today.",
  },
  'permission-lacking': {
    text: 'The key likely lacks the permission for this call.',
    check: "Look at the key's permissions at the exchange, and tick the one that this call needs.",
  },
  'app-without-2fa-support': {
    text: 'The call likely came from an app or service that does not support API key 2FA, while the key has it on. The Kraken Pro mobile app does not.',
    check:
      'Ask the service whether it supports API key 2FA. Until it says so, turn 2FA off for this key and make another one for your bots.',
  },
  'other-program': {
    text: 'Another program likely uses the same key, so that its nonces overtake those made here.',
    check:
      'Look where else this key is stored, and give each program a key of its own. "Last used" at the exchange shows calls that are not yours.',
  },
  'locked-out': {
    text: 'The exchange likely locked the key after too many refusals in a row. On Kraken that lasts about 15 minutes.',
    check:
      'Stop every program that uses the key, wait 15 minutes, and look at the refusals before the lockout: they name what is wrong.',
  },
  unknown: {
    text: 'Keybearer does not know what this error means.',
    check: "Look the exchange's words up in its API documents, and at the call in the log.",
  },
} as const satisfies Record<string, { readonly text: string; readonly check: string }>;

export type CauseId = keyof typeof causes;

export const causeIds: readonly CauseId[] = Object.keys(causes).filter((id): id is CauseId => id in causes);
