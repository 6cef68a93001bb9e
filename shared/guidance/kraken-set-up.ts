/** Setting API key 2FA up on Kraken, and splitting a key in two. Kraken's steps in Kraken's order, ours beside them. */

/** A step has what to do at the exchange, what to do here, or both. */
export interface SetUpStep {
  readonly id: string;
  readonly atExchange?: string;
  readonly here?: string;
}

/** Source: Kraken's help article 360000714526, "How to set up 2FA for an API key", read 2026-11. */
export const krakenSetUp: readonly SetUpStep[] = [
  {
    id: 'open-menu',
    atExchange: 'Sign in on the website and open the menu under your name, at the top right.',
    here: 'Add the key first if it is not here yet, without a second factor: "keybearer key add".',
  },
  { id: 'open-settings', atExchange: 'Choose Security, then 2FA settings.' },
  { id: 'switch-on', atExchange: 'Go down to the API keys and turn on the switch of the key that your bots use.' },
  {
    id: 'choose-app',
    atExchange:
      'Choose 2FA App. Password works too, but a fixed word is the weaker choice: whoever reads it once has it for good.',
    here: 'For a password, go on with the actions once Kraken has it, and give it here: "keybearer key rotate KEY < new.json", with {"twoFactor": {"kind": "password", "password": "…"}}.',
  },
  {
    id: 'hand-over-secret',
    atExchange: 'Leave the QR picture on the screen, or choose View setup key.',
    here: 'Save the QR picture and run "keybearer import PICTURE --key KEY". To type the set-up key instead, leave PICTURE out.',
  },
  {
    id: 'type-code',
    atExchange: 'Type the code that Keybearer shows, then choose Confirm.',
    here: 'Keybearer shows the code with the seconds left. "keybearer code KEY" shows it again later.',
  },
  {
    id: 'choose-actions',
    atExchange: 'Choose any actions and confirm. The choice has no effect yet: every call of the key needs the code.',
  },
  {
    id: 'prove',
    atExchange: 'The list now shows the key with 2FA on.',
    here: 'Answer Keybearer that you confirmed. It asks Kraken with the code and keeps the second factor only if that works; "keybearer key test KEY" asks again.',
  },
];

/** For a key that the Kraken Pro mobile app uses along with other programs. */
export const krakenSplit: readonly SetUpStep[] = [
  {
    id: 'keep-app-key',
    atExchange: 'Keep this key for the app, with 2FA off. Take the permission to withdraw from it.',
  },
  {
    id: 'make-bot-key',
    atExchange: 'Make a second API key for your bots, with the permissions that they need and no others.',
  },
  {
    id: 'move-bots',
    here: 'Put it behind the label that your bots use: "keybearer key rotate KEY < new.json", with its "apiKey" and "secret". They go on without a break, and the app keeps the old key.',
  },
  { id: 'say-who', here: 'Say that only bots use it now: "keybearer key use KEY bots".' },
  { id: 'protect-bot-key', atExchange: 'Turn 2FA on for the new key alone.', here: 'Follow "keybearer guide kraken".' },
];

export const krakenWarnings: readonly string[] = [
  'Keep 2FA off for a key that the Kraken Pro mobile app uses: the app does not support API key 2FA, and with it on the key no longer works there. Make a separate key for your bots and protect that one.',
  'Ask every other service that uses the key before you turn 2FA on. One that does not support it is refused on every call, mostly with EAPI:Invalid signature.',
  'Protect one key at a time, and pause its bots first ("keybearer bot pause BOT"): from the moment you confirm until Keybearer has the second factor, their calls are refused, and refusals can lock the key.',
  'A password instead of an app is the least secure option. It is of use where an exchange takes each code once and bots call more often.',
  'A key and its second factor in one vault are no second factor against the loss of that vault. They protect against every leak of the key outside it.',
];
