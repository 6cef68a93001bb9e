/** How a bot that can't be changed is set up. */
export const setup = {
  title: 'Set up {{name}}',
  lead: 'For a bot that can’t be changed: only its configuration is.',
  open: 'Set up',
  section: 'A ccxt bot, unchanged',
  explain:
    'It gets the agent’s address in place of the exchange’s, its token as the API key, and a dummy for each other secret. The agent throws the dummy’s signature away, decides, and signs the request anew with the real key.',
  key: 'Key',
  noKeys: 'This bot has no grant on any key.',
  way: 'How ccxt is told the address',
  byProxyUrl: 'proxyUrl, before every address',
  byUrls: 'urls.api, address by address',
  program: 'The bot’s program',
  configuration: 'Configuration for {{name}}',
  any: 'Any other',
  anyLead:
    'A program that isn’t built on ccxt takes the address in place of the exchange’s, if its configuration lets it.',
  inPlaceOf: 'In place of {{address}}',
  whole: 'Before the whole address',
  theToken: 'The bot’s token',
  behind: '{{before}} and then, without a space, the bot’s token',
  dummy: '(a dummy)',
  copyAddresses: 'Copy the addresses',
  tcpOff:
    'The agent takes no bots over TCP, and such a bot comes in by no other door. This app opens a port when it is started with this option, and so does “keybearer agent”:',
  refused: '{{exchange}} can’t be used like this. {{text}}',
  webSockets: 'What ccxt.pro watches over WebSockets does not go through the agent.',
  token: 'The token was shown once, when the bot was made. A new one is made on the bot’s page.',
} as const;
