/** What ids of the model and of the catalogue are called. */
export const model = {
  twoFactor: { none: 'Off', totp: 'App', password: 'Password' },
  kinds: { totp: 'App (a fresh code)', 'static-password': 'Password (a fixed word)', sms: 'SMS' },
  uses: { bots: 'Bots', 'kraken-pro-mobile': 'Kraken Pro mobile app', unsure: 'Not sure' },
  confirmed: '{{name}}, confirmed {{day}}',
  noUse: 'Nothing said',
  verdicts: {
    'turn-on': 'Turn 2FA on',
    'may-be-on': '2FA may be on',
    'keep-off': 'Keep 2FA off',
    'split-key': 'Split this key',
    'ask-first': 'Ask first',
    unsupported: 'No 2FA for keys',
    unknown: 'Not known',
  },
  setUpHere: '2FA set up here',
  setUpHereFirst: 'The second factor of this key is kept here, and each call carries its code.',
  wronglyOn: 'Turn 2FA off',
  wronglyOnFirst: 'Turn 2FA off for this key.',
} as const;
