export const about = {
  title: 'About Keybearer',
  lead: 'What runs here, and where it keeps its things.',
  versions: 'Versions',
  version: 'Keybearer',
  system: 'System',
  places: 'Places',
  dataDir: 'Data directory',
  socket: "Bots' socket",
  control: "Terminal's socket",
  http: "Bots' door over TCP",
  off: 'Off',
  licence: 'Licence and help',
  licenceText:
    'Keybearer is free software under the MIT licence. The licences of what it is made of stand beside it, in LICENSES.chromium.html and in the packages themselves.',
  docs: 'The guide is in the folder docs of the source: getting-started.md, two-factor.md, headless.md and bot-api.md.',
  article: "Kraken's article on 2FA for API keys",
} as const;
